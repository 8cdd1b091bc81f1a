"""Forms about signing in, one's own account, and the accounts of others."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from wbv_mentor.people.models import ACCOUNT_ROLES, Account
from wbv_mentor.people.passwords import LONGEST, SHORTEST, normalised, objection_to
from wbv_mentor.people.words import FUNCTION_LABELS
from wbv_mentor.web.fields import ChoiceField, EmailField, PasswordField, PhoneField, TextField
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.languages import LANGUAGES
from wbv_mentor.web.navigation import ROLE_LABELS

NAME = 100


def _functions() -> list[tuple[str, str]]:
    return [(value, say(label)) for value, label in FUNCTION_LABELS.items()]


def _roles() -> list[tuple[str, Any]]:
    return [(role, ROLE_LABELS[role]) for role in ACCOUNT_ROLES]


class SignInForm(Form):
    """Address and password; `next` is the page the person wanted."""

    email = EmailField(_l("E-Mail-Adresse"), autocomplete="username")
    password = PasswordField(_l("Passwort"), max_length=LONGEST)
    next = HiddenField()


class ForgottenForm(Form):
    """The address to which a link for a new password goes."""

    email = EmailField(_l("E-Mail-Adresse"), autocomplete="username")


class NewPasswordForm(Form):
    """A new password, twice: a typing error would lock its owner out. The view says for whom (`account`)."""

    account: Account | None = None

    password = PasswordField(
        _l("Neues Passwort"),
        autocomplete="new-password",
        max_length=LONGEST,
        hint=_l(
            "Mindestens %(least)s Zeichen, zum Beispiel vier Wörter ohne Zusammenhang. Einfügen ist möglich.",
            least=SHORTEST,
        ),
    )
    password_again = PasswordField(
        _l("Neues Passwort wiederholen"), autocomplete="new-password", max_length=LONGEST
    )

    def validate_password(self, field: Field) -> None:
        """Long enough and not what everybody tries first for this person."""
        objection = objection_to(normalised(field.data or ""), self.account)
        if objection is not None:
            raise ValidationError(say(objection))

    def validate_password_again(self, field: Field) -> None:
        """The two must be the same."""
        if self.password.data and field.data != self.password.data:
            raise ValidationError(_("Die beiden Passwörter sind verschieden. Bitte noch einmal eingeben."))


class InvitationForm(NewPasswordForm):
    """What a person adds when she opens her account; the function is asked of mentors."""

    function_in_company = ChoiceField(
        _l("Ihre Funktion im Betrieb"),
        choices=_functions,
        hint=_l("Ratsuchende sehen sie, bevor sie der Beratung zustimmen."),
    )


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    current_password = PasswordField(_l("Bisheriges Passwort"), max_length=LONGEST)

    def shown_fields(self) -> list[Any]:
        """The old one first."""
        return [self.current_password, self.password, self.password_again]


class ProfileForm(Form):
    """What a person says about herself."""

    first_name = TextField(_l("Vorname"), max_length=NAME, autocomplete="given-name")
    last_name = TextField(_l("Nachname"), max_length=NAME, autocomplete="family-name")
    phone = PhoneField(_l("Telefon"), required=False)
    function_in_company = InvitationForm.function_in_company
    language = ChoiceField(_l("Sprache Ihrer E-Mails"), choices=list(LANGUAGES.items()))


class AccountForm(Form):
    """A new account."""

    first_name = TextField(_l("Vorname"), max_length=NAME)
    last_name = TextField(_l("Nachname"), max_length=NAME)
    email = EmailField(
        _l("E-Mail-Adresse"),
        autocomplete="off",
        hint=_l("Bei Weiterbildungsmentor*innen eine private Adresse, damit im Betrieb niemand mitliest."),
    )
    role = ChoiceField(_l("Rolle"), choices=_roles)
