"""The pages of certificates: the list, the mentor's one tap, the download, and /pruefen."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import certificate_steps as steps
from tests.accounts import PASSWORD, browser, password_hash
from tests.factories import a_mentor, a_trainer, fresh
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.certificates import actions
from wbv_mentor.certificates.models import Blob, Certificate
from wbv_mentor.certificates.public_views import TRIES
from wbv_mentor.certificates.rendering import Made, _keep
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.people.invitations import change_password
from wbv_mentor.people.models import Account, FailedTry

ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
BYTES = b"%PDF-1.7 as it was made"


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here works on the application's database."""


def signed_in(app: Flask, actor: Actor) -> StrictClient:
    """A browser in which this person is signed in."""
    digest = password_hash()
    with unit_of_work():
        account = session.get_one(Account, actor.id)
        change_password(account=account, password_hash=digest, by=actor, now=clock.now())
        email = account.email
    client = browser(app)
    answer = client.submit(client.get("/login"), form="/login", email=email, password=PASSWORD)
    assert answer.status_code == 303
    return client


@pytest.fixture
def trainer(app: Flask) -> StrictClient:
    return signed_in(app, a_trainer())


def state_of(number: int) -> str:
    session.rollback()
    return session.get_one(Certificate, number).state


def test_the_mentor_confirms_by_one_button_and_the_trainer_issues(app: Flask, trainer: StrictClient) -> None:
    mentor = a_mentor()
    number, name = (ready := steps.ready(mentor)).id, ready.name
    client = signed_in(app, mentor)
    page = client.get("/")
    assert "Ihr Zertifikat wartet auf Sie" in page.text
    assert f'href="/certificates/{number}/confirm"' in client.get("/qualifizierung").text

    page = client.get(f"/certificates/{number}/confirm")
    assert name in page.text
    missed = client.submit(page, form=None, name=name)
    assert (missed.status_code, "Wählen Sie eine Antwort aus." in missed.text) == (422, True)
    wrong = client.submit(page, button="inclusive", name="Kim <b>")
    assert (wrong.status_code, "Kim &lt;b&gt;" in wrong.text) == (422, True)
    assert client.submit(page, button="inclusive", name="Kim Roth").status_code == 303

    listed = trainer.get("/certificates")
    assert "Kim Roth" in listed.text
    assert f"im Konto: {name}" in listed.text
    done = trainer.submit(listed, form="/certificates/issue", certificate=str(number))
    assert "1 Zertifikat ausgestellt" in trainer.follow(done).text
    assert "WBM-2026-03-001" in trainer.get("/certificates?group=issued").text
    assert state_of(number) == "issued"


@ONE
def test_what_lacks_something_is_named(trainer: StrictClient) -> None:
    good, waiting = steps.confirmed().id, (lacking := steps.ready()).id
    name = lacking.name
    page = trainer.get("/certificates")

    refused = trainer.submit(page, form="/certificates/issue", certificate=str(waiting))
    assert refused.status_code == 422
    assert f"{name}: Die Person hat Namen und Form noch nicht bestätigt." in refused.text
    assert trainer.submit(page, form="/certificates/issue").status_code == 422
    both = trainer.submit(
        page, form="/certificates/issue", certificate=[str(good), str(waiting), "x", "9" * 30]
    )
    assert both.status_code == 303
    said = trainer.follow(both).text
    assert "1 Zertifikat ausgestellt" in said
    assert f"Nicht ausgestellt: {name}" in said
    assert (state_of(good), state_of(waiting)) == ("issued", "ready")


@ONE
def test_groups_and_cohorts_are_addresses(trainer: StrictClient) -> None:
    steps.confirmed()
    other = steps.confirmed(cohort="2026-04").name
    assert "2 Zertifikate" in trainer.get("/certificates").text
    one = trainer.get("/certificates?group=confirmed&cohort=2026-04").text
    assert "1 Zertifikat<" in one
    assert other in one
    assert "Hier ist gerade nichts." in trainer.get("/certificates?group=ended&cohort=9999").text
    assert trainer.get("/certificates?group=nonsense&page=99").status_code == 200


@ONE
def test_the_download_is_the_stored_file(app: Flask, trainer: StrictClient) -> None:
    mentor = a_mentor()
    certificate = steps.issued(mentor)
    number, printed = certificate.id, certificate.number
    session.rollback()
    address = f"/certificates/{number}/download"
    assert trainer.get(address).status_code == 303
    assert _keep(Certificate, number, Made(BYTES, None)) == 1
    assert _keep(Certificate, number, Made(b"something else", None)) == 0

    for client in (trainer, signed_in(app, mentor)):
        answer = client.get(address)
        assert (answer.data, answer.mimetype) == (BYTES, "application/pdf")
        assert f'filename="Zertifikat-{printed}.pdf"' in answer.headers["Content-Disposition"]
    assert session.query(Blob).count() == 1
    assert signed_in(app, a_mentor()).get(address).status_code == 404


def main_of(page: TestResponse) -> str:
    """What the page itself says, without its frame."""
    return page.text.split("<main")[1].split("</main>")[0]


def check(client: StrictClient, number: str, code: str) -> TestResponse:
    return client.get("/pruefen", query_string={"number": number, "code": code})


def test_the_right_code_shows_what_is_printed_and_whether_it_counts(client: StrictClient) -> None:
    certificate = steps.issued()
    number, code, name = str(certificate.number), str(certificate.check_code), certificate.name
    page = check(client, f" {number.lower().replace('-', ' ')} ", code.lower().replace("-", ""))

    assert page.status_code == 200
    modules = [module for module, _units in steps.MODULES]
    for said in ("Dieses Zertifikat ist echt.", "kein Ablaufdatum.", name, number, code, "64", *modules):
        assert said in page.text
    assert "zur Weiterbildungsmentorin" in page.text
    assert main_of(client.get(f"/pruefen/{number}?code={code}")) == main_of(page)

    trainer = a_trainer()
    with unit_of_work():
        actions.revoke(
            certificate=certificate, reason="Geheimer Grund", by=trainer, now=clock.now(), submission=fresh()
        )
    page = check(client, number, code)
    assert "Es gilt nicht mehr." in page.text
    assert "Geheimer Grund" not in page.text
    assert "ist echt" not in page.text


@ONE
def test_until_the_code_is_right_every_number_looks_the_same(client: StrictClient) -> None:
    real, revoked, trainer = steps.issued(), steps.issued(), a_trainer()
    with unit_of_work():
        actions.revoke(certificate=revoked, reason="x", by=trainer, now=clock.now(), submission=fresh())
    numbers = [str(real.number), str(revoked.number), "WBM-2026-03-999"]
    steps.ready()

    asked = {main_of(client.get(f"/pruefen/{number}")).replace(number, "…") for number in numbers}
    wrong = {main_of(check(client, number, "2222-2222-22")).replace(number, "…") for number in numbers}
    assert (len(asked), len(wrong)) == (1, 1)
    assert "Zu diesen Angaben finden wir kein Zertifikat." in wrong.pop()
    for number, code in (
        ("", ""),
        ("WBM-2026-03-001", ""),
        ("<script>", "x" * 300),
        ("None", "------------"),
    ):
        assert check(client, number, code).status_code == 422


def test_tries_are_limited(client: StrictClient) -> None:
    certificate = steps.issued()
    number, code = str(certificate.number), str(certificate.check_code)
    for _once in range(TRIES.most):
        assert check(client, number, "2222-2222-22").status_code == 422
    assert session.query(FailedTry).filter_by(kind=TRIES.kind).count() == TRIES.most
    assert check(client, number, code).status_code == 429
    assert client.get("/pruefen").status_code == 200


@ONE
def test_revoking_and_correcting_ask_for_a_reason(trainer: StrictClient) -> None:
    certificate = steps.issued()
    number = certificate.id
    page = trainer.get(f"/certificates/{number}/replace")
    assert trainer.submit(page, form=None, reason="").status_code == 422
    shown = trainer.follow(trainer.submit(page, form=None, reason="Name falsch geschrieben"))
    assert "Berichtigte Fassung ansehen" in shown.text
    page = trainer.get(f"/certificates/{number}/revoke")
    assert trainer.submit(page, form=None, reason="Irrtum").status_code == 303
    assert "Grund: Irrtum" in " ".join(trainer.get(f"/certificates/{number}").text.split())
    assert trainer.get(f"/certificates/{number}/revoke").status_code == 303
