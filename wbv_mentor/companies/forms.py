"""The forms of a company and of its contacts."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from wbv_mentor import clock
from wbv_mentor.companies.actions import Details
from wbv_mentor.companies.contacts import ContactData
from wbv_mentor.companies.domains import read_domains
from wbv_mentor.companies.models import Company, Contact
from wbv_mentor.companies.sizes import AGREEMENT_LABELS, SIZE_LABELS
from wbv_mentor.errors import Refused
from wbv_mentor.web.fields import (
    CheckField,
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    NotAfter,
    PhoneField,
    SearchField,
    TextField,
    YesNoField,
)
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import SometimesNeeded, refuse


class CompanyForm(Form):
    """Name, size class, sites and mail domains (one a line), what was agreed."""

    name = TextField(_l("Name des Betriebs"))
    size = ChoiceField(
        _l("Größe"), choices=lambda: [(value, say(label)) for value, label in SIZE_LABELS.items()]
    )
    sites = LongTextField(
        _l("Standorte"), required=False, max_length=2000, rows=3, hint=_l("Einer in jeder Zeile.")
    )
    domains = LongTextField(
        _l("E-Mail-Domains des Betriebs"),
        required=False,
        max_length=2000,
        hint=_l(
            "Eine in jeder Zeile, zum Beispiel firma.de. Adressen dort nehmen wir nicht für "
            "Weiterbildungsmentor*innen und Ratsuchende, damit im Betrieb niemand mitliest."
        ),
    )

    training_agreement = YesNoField(
        _l("Gilt ein Tarifvertrag oder eine Betriebsvereinbarung zur Weiterbildung?"), required=False
    )
    agreement_kind = ChoiceField(
        _l("Zusammenarbeit mit der AK"),
        choices=lambda: [
            ("none", _("Noch nicht vereinbart")),
            *((value, say(label)) for value, label in AGREEMENT_LABELS.items()),
        ],
        required=False,
    )
    agreement_on = DateField(
        _l("Vereinbart am"), required=False, validators=[NotAfter(clock.today), SometimesNeeded()]
    )
    agreement_ended_on = DateField(_l("Beendet am"), required=False, validators=[NotAfter(clock.today)])
    works_council_informed_on = DateField(
        _l("Betriebsrat informiert am"), required=False, validators=[NotAfter(clock.today)]
    )

    def validate_sites(self, field: Field) -> None:
        """Each site as long as a line may be."""
        if any(len(site) > 200 for site in lines_of(field.data)):
            raise refuse(_("Bitte höchstens 200 Zeichen in einer Zeile."))

    def validate_domains(self, field: Field) -> None:
        """Every domain must be one, and none a provider open to everybody."""
        try:
            read_domains(field.data or "")
        except Refused as error:
            raise refuse(say(error.messages[0])) from None

    @property
    def owned(self) -> list[str]:
        """The domains as they are stored; of a form that was validated."""
        return read_domains(self.domains.data or "")

    def show(self, company: Company) -> None:
        """Show what the directory says."""
        self.name.data, self.size.data = company.name, company.size
        self.domains.data = "\n".join(row.shown for row in company.domains)
        self.sites.data = "\n".join(company.sites)
        self.training_agreement.process_data(company.training_agreement)
        self.agreement_kind.data = company.agreement_kind or "none"
        self.agreement_on.data = company.agreement_on
        self.agreement_ended_on.data = company.agreement_ended_on
        self.works_council_informed_on.data = company.works_council_informed_on
        self.show_version(company.row_version)

    @property
    def details(self) -> Details:
        """What was entered beside name, size and domains."""
        kind = self.agreement_kind.data
        return Details(
            sites=tuple(lines_of(self.sites.data)),
            training_agreement=self.training_agreement.data,
            agreement_kind=None if kind == "none" else kind,
            agreement_on=self.agreement_on.data,
            agreement_ended_on=self.agreement_ended_on.data,
            works_council_informed_on=self.works_council_informed_on.data,
        )


class ContactForm(Form):
    """Somebody whom we may ask: name, function, how to reach them."""

    name = TextField(_l("Vorname und Name"))
    function = TextField(_l("Funktion im Betrieb"), hint=_l("Zum Beispiel Geschäftsführung oder Personal."))
    email = EmailField(
        _l("E-Mail-Adresse"), required=False, autocomplete="off", validators=[SometimesNeeded()],
        hint=_l("Dorthin gehen Anfragen. Ohne Adresse rufen wir an."),
    )  # fmt: skip
    phone = PhoneField(_l("Telefon"), required=False, autocomplete="off", validators=[SometimesNeeded()])
    language = ChoiceField(
        _l("Sprache der Mails"), choices=[("de", _l("Deutsch")), ("en", _l("Englisch"))], default="de"
    )
    works_council = CheckField(_l("Gehört zum Betriebsrat"))

    def show(self, contact: Contact) -> None:
        """Show what is kept."""
        for name in ("name", "function", "email", "phone", "language", "works_council"):
            self[name].data = getattr(contact, name)
        self.show_version(contact.row_version)

    @property
    def contact_data(self) -> ContactData:
        """What was entered."""
        return ContactData(
            name=self.name.data or "", function=self.function.data or "", email=self.email.data,
            phone=self.phone.data, language=self.language.data or "de",
            works_council=bool(self.works_council.data),
        )  # fmt: skip


def lines_of(text: str | None) -> list[str]:
    """The lines of a text that say something, each once."""
    return list(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


class SearchForm(Form):
    """A part of a name or of a domain."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name oder Domain"))
