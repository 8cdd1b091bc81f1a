"""All form fields of the house. Rooms import them from here.

Every field: `Field(label, *, required=True, hint="", ...)`. An empty optional answer is None
(an empty list for MultiChoiceField). `label` and `hint` are lazy translations.
"""

from wbv_mentor.web.choice_fields import (
    CheckField,
    ChoiceField,
    MultiChoiceField,
    SelectField,
    YesNoField,
)
from wbv_mentor.web.date_fields import DateField, NotAfter, NotBefore, NotBeforeField
from wbv_mentor.web.file_fields import Upload, UploadField
from wbv_mentor.web.number_fields import DecimalField, IntegerField, MoneyField
from wbv_mentor.web.text_fields import (
    EmailField,
    LongTextField,
    PasswordField,
    PhoneField,
    SearchField,
    TextField,
)
from wbv_mentor.web.time_fields import TimeField

__all__ = [
    "CheckField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "EmailField",
    "IntegerField",
    "LongTextField",
    "MoneyField",
    "MultiChoiceField",
    "NotAfter",
    "NotBefore",
    "NotBeforeField",
    "PasswordField",
    "PhoneField",
    "SearchField",
    "SelectField",
    "TextField",
    "TimeField",
    "Upload",
    "UploadField",
    "YesNoField",
]
