"""The form of a company."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field

from wbv_mentor.companies.domains import read_domains
from wbv_mentor.companies.models import Company
from wbv_mentor.companies.sizes import SIZE_LABELS
from wbv_mentor.errors import Refused
from wbv_mentor.web.fields import ChoiceField, LongTextField, SearchField, TextField
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import refuse


class CompanyForm(Form):
    """Name, size class, mail domains (one a line)."""

    name = TextField(_l("Name des Betriebs"))
    size = ChoiceField(
        _l("Größe"), choices=lambda: [(value, say(label)) for value, label in SIZE_LABELS.items()]
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
        self.show_version(company.row_version)


class SearchForm(Form):
    """A part of a name or of a domain."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name oder Domain"))
