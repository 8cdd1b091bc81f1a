"""Fields for choosing: radio buttons, a list, check boxes, yes or no, one tick."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms import SelectField as _SelectField
from wtforms.form import BaseForm

from wbv_mentor.web.questions import asked, refuse

Choices = Any  # [(value, label), ...] or a function that gives them


class ChoiceField(RadioField):
    """One of a few answers, as radio buttons."""

    kind = "choice"
    missing: Any = _l("Wählen Sie eine Antwort aus.")

    def __init__(
        self,
        label: Any = None,
        *,
        choices: Choices = None,
        required: bool = True,
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("coerce", _text)
        super().__init__(label, choices=choices, validate_choice=False, **asked(required, hint, (), kwargs))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = _text(valuelist[0]) if valuelist else None

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not on offer; an empty answer is the validators' business."""
        _on_offer(self)


def _on_offer(field: RadioField | _SelectField) -> None:
    known = {_text(value) for value, *_rest in field.iter_choices()}
    if field.data is not None and field.data not in known:
        raise refuse(getattr(field, "missing", ""))


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


class SelectField(_SelectField):
    """One of many answers, as a list; the first entry asks to choose."""

    kind = "select"
    missing: Any = _l("Wählen Sie einen Eintrag aus der Liste.")
    empty: Any = _l("Bitte wählen")

    def __init__(
        self,
        label: Any = None,
        *,
        choices: Choices = None,
        required: bool = True,
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("coerce", _text)
        super().__init__(label, choices=choices, validate_choice=False, **asked(required, hint, (), kwargs))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = _text(valuelist[0]) if valuelist else None

    def pre_validate(self, form: BaseForm) -> None:
        """As ChoiceField's."""
        _on_offer(self)


class MultiChoiceField(SelectMultipleField):
    """Any number of answers, as check boxes; data is a list of values."""

    kind = "multi_choice"
    missing: Any = _l("Wählen Sie mindestens eine Antwort aus.")

    def __init__(
        self,
        label: Any = None,
        *,
        choices: Choices = None,
        required: bool = True,
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, choices=choices, validate_choice=False, **asked(required, hint, (), kwargs))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [str(value) for value in dict.fromkeys(valuelist) if value]

    def pre_validate(self, form: BaseForm) -> None:
        known = {str(value) for value, *_rest in self.iter_choices()}
        if self.data and not set(self.data) <= known:
            raise refuse(self.missing)


class YesNoField(ChoiceField):
    """Yes or no, as two radio buttons; data is True, False or None."""

    kind = "yes_no"
    missing = _l("Wählen Sie Ja oder Nein.")

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=[("yes", _l("Ja")), ("no", _l("Nein"))], **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = {True: "yes", False: "no"}.get(value, value)

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        self.data = {"yes": True, "no": False}.get(self.data)

    def iter_choices(self) -> Any:
        shown = {True: "yes", False: "no"}.get(self.data, self.data)
        for value, label in (("yes", _l("Ja")), ("no", _l("Nein"))):
            yield value, label, shown == value, {}


class CheckField(BooleanField):
    """One tick; `required` means it must be set."""

    kind = "check"
    missing: Any = _l("Bitte setzen Sie hier ein Häkchen, wenn Sie weitermachen möchten.")

    def __init__(self, label: Any = None, *, required: bool = False, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(label, **asked(False, hint, [_ticked] if required else [], kwargs))


def _ticked(form: BaseForm, field: Any) -> None:
    if not field.data:
        raise refuse(field.missing)
