"""A demo shows every mail to everybody: it never meets real people, and is never taken for the real thing."""

from __future__ import annotations

import pytest

from tests.accounts import add_account
from tests.conftest import MakeSettings
from wbv_mentor.app import create_app
from wbv_mentor.cli.server import check_start
from wbv_mentor.config import Settings, SettingsError, load_settings
from wbv_mentor.demo.fill import forget_everything
from wbv_mentor.people.queries import account_by_email

REAL, INVENTED = "kim@ak-saar.de", "kim@post.example"


def start(settings: Settings, *emails: str) -> None:
    app = create_app(settings)
    with app.app_context():
        for email in emails:
            add_account("coordinator", "Kim Kern", email=email)
    check_start(app)


def test_real_people_are_never_served_as_a_demo(make_settings: MakeSettings) -> None:
    with pytest.raises(SettingsError):
        start(make_settings(demo=True), REAL)


def test_a_demo_is_never_served_as_the_real_thing(make_settings: MakeSettings) -> None:
    settings = make_settings(demo=False)
    (settings.instance / "demo-accounts.json").write_text("{}")

    with pytest.raises(SettingsError):
        start(settings, INVENTED)


@pytest.mark.parametrize(("demo", "emails"), [(True, (INVENTED, REAL)), (True, ()), (False, (REAL,))])
def test_each_is_served_alone(make_settings: MakeSettings, demo: bool, emails: tuple[str, ...]) -> None:
    start(make_settings(demo=demo), *emails)


def test_real_people_are_not_thrown_away(make_settings: MakeSettings) -> None:
    app = create_app(make_settings(demo=True))
    with app.app_context():
        add_account("coordinator", "Kim Kern", email=REAL)
        with pytest.raises(SettingsError):
            forget_everything(app)

        assert account_by_email(REAL) is not None


def test_a_demo_is_on_loopback_only() -> None:
    with pytest.raises(SettingsError):
        load_settings(demo=True, base_url="https://mentor.example")
