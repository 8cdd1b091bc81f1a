"""German order of names (DIN 5007-2, as in a telephone book): ä as ae, ß as ss, accents do not count.

One order for Python and for both databases, neither of which knows German by itself.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_SPELT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l", "đ": "d"}
_ACCENTED = "ÄÖÜẞÆØŒŁĐÀÁÂÃÅĂĄÇĆČÈÉÊËĘĚÌÍÎÏÑŃÒÓÔÕŘŚŠÙÚÛŮÝŹŻŽàáâãåăąçćčèéêëęěìíîïñńòóôõřśšùúûůýźżž"
_BARE = "äöüßæøœłđaaaaaaaccceeeeeeiiiinnoooorssuuuuyzzzaaaaaaaccceeeeeeiiiinnoooorssuuuuyzzz"


def german(text: str | None) -> str:
    """The key by which a name is sorted. No name, no key: SQLite asks for each row."""
    spelt = "".join(_SPELT.get(letter, letter) for letter in (text or "").lower())
    parts = unicodedata.normalize("NFD", spelt)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


class german_order(FunctionElement[str]):  # noqa: N801  (reads like the SQL function it is)
    """The same for ORDER BY."""

    name = "german"
    type = String()
    inherit_cache = True


@compiles(german_order, "sqlite")
def _german_on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"german({compiler.process(element.clauses, **kw)})"


@compiles(german_order, "postgresql")
def _german_on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    """Without an extension: lower and bare all letters, then spell out those that stand for two."""
    column = compiler.process(element.clauses, **kw)
    spelt = f"translate(lower({column}), '{_ACCENTED}', '{_BARE}')"
    for letter, letters in _SPELT.items():
        spelt = f"replace({spelt}, '{letter}', '{letters}')"
    return spelt
