"""Fields for choosing: radio buttons, a list, check boxes, yes or no, one tick.

`choices` are pairs of value and label, or a function that gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField
from wtforms import SelectField as _SelectField
from wtforms.form import BaseForm

from wbv_mentor.web.questions import asked, refuse

Pair = tuple[str, Any]
Choices = Sequence[Pair] | Callable[[], Sequence[Pair]] | None
Offered = tuple[Any, Any, bool, dict[str, Any]]  # value, label, chosen, attributes: as WTForms has it


def _offer(choices: Choices) -> Callable[[], list[Pair]]:
    """Choices as a function: WTForms is about to drop lists of pairs, but not functions."""
    return lambda: list((choices() if callable(choices) else choices) or ())


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _pairs(field: _SelectField) -> list[Pair]:
    pairs: Any = field.choices
    return list(pairs or ())


class _OneOf(_SelectField):
    """What radio buttons and lists share. An unknown answer is refused, an empty one is None."""

    missing: Any = ""

    def __init__(
        self,
        label: Any = None,
        *,
        choices: Choices = None,
        required: bool = True,
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        kwargs = asked(required, hint, (), kwargs) | {"coerce": _text, "validate_choice": False}
        super().__init__(label, choices=_offer(choices), **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = _text(valuelist[0]) if valuelist else None

    def iter_choices(self) -> Iterator[Offered]:
        """What is on offer, and whether it is chosen."""
        for value, label in _pairs(self):
            yield value, label, str(value) == self.data, {}

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not on offer; an empty answer is the validators' business."""
        known = {str(value) for value, *_rest in self.iter_choices()}
        if self.data is not None and self.data not in known:
            raise refuse(self.missing)


class ChoiceField(_OneOf):
    """One of a few answers, as radio buttons."""

    kind = "choice"
    missing = _l("Wählen Sie eine Antwort aus.")


class SelectField(_OneOf):
    """One of many answers, as a list; the first entry asks to choose."""

    kind = "select"
    missing = _l("Wählen Sie einen Eintrag aus der Liste.")
    empty: Any = _l("Bitte wählen")


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
        kwargs = asked(required, hint, (), kwargs) | {"validate_choice": False}
        super().__init__(label, choices=_offer(choices), **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [str(value) for value in dict.fromkeys(valuelist) if value]

    def iter_choices(self) -> Iterator[Offered]:
        """What is on offer, and whether it is chosen."""
        for value, label in _pairs(self):
            yield value, label, str(value) in (self.data or ()), {}

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not on offer."""
        known = {str(value) for value, *_rest in self.iter_choices()}
        if self.data and not set(self.data) <= known:
            raise refuse(self.missing)


ANSWERS = {True: "yes", False: "no"}


class YesNoField(ChoiceField):
    """Yes or no, as two radio buttons; data is True, False or None."""

    kind = "yes_no"
    missing = _l("Wählen Sie Ja oder Nein.")

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=[("yes", _l("Ja")), ("no", _l("Nein"))], **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = ANSWERS.get(value)

    def iter_choices(self) -> Iterator[Offered]:
        """Yes and no, the given one marked, before and after the check."""
        shown = ANSWERS.get(self.data, self.data)
        for value, label in _pairs(self):
            yield value, label, shown == value, {}

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        """From what was sent to True, False or None."""
        self.data = {"yes": True, "no": False}.get(self.data)


class CheckField(BooleanField):
    """One tick; `required` means it must be set."""

    kind = "check"
    missing: Any = _l("Bitte setzen Sie hier ein Häkchen, wenn Sie weitermachen möchten.")

    def __init__(self, label: Any = None, *, required: bool = False, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(label, **asked(False, hint, [_ticked] if required else [], kwargs))


def _ticked(form: BaseForm, field: Any) -> None:
    if not field.data:
        raise refuse(field.missing)
