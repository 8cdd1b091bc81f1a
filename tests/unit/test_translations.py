"""The English catalogue is complete, and nothing that people read escapes it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import Environment

from wbv_mentor.config import ROOT

PO = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\((\w+)\)[sd]")
# How many of a call's first arguments are German sentences.
MARKS = {"_": 1, "_l": 1, "gettext": 1, "lazy_gettext": 1, "say": 1, "ngettext": 2}
# Words that templates may hold unmarked: the sender's name, and the line that mails.split reads.
NAMES = re.compile(r"Weiterbildungsverbund( Saarland)?|Arbeitskammer des Saarlandes|^Betreff:", re.MULTILINE)
PARTS_OF_WORDS = {"Förder"}  # looked for in a label, never shown
DOCUMENTS = "documents"  # printed in German, whoever asks for them
IN_EASY_GERMAN = "easy_language.html"  # German on purpose, and marked as German for screen readers
GERMAN = re.compile(r"[äöüßÄÖÜ„]|\b(und|oder|nicht|kein|Sie|Ihr|Ihre|der|die|das|ein|eine|mit|bitte|Bitte)\b")
# German on purpose: an operator's settings, what invented people typed, the sender's name, names of months,
# where a rule stands in German law.
# What a certificate prints is German whoever reads it, and so are the columns of a file with people.
GERMAN_ON_PURPOSE = (
    "german.py",  # letters
    "certificates/facts.py", "certificates/imprint.py", "certificates/pdf.py",
    "config.py", "demo/", "simulation/house.py", "simulation/paths/", "outbox/envelope.py",
    "web/date_fields.py", "engine/types.py",
    "qualification/joining/people_columns.py",
)  # fmt: skip
ADDRESS = "/"  # printed in mails and documents, so German
LAST_RESORT = "<!doctype html>"  # web/errors.py: the page that is shown when not even a template works


def parts(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """One form, or singular and plural."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


@cache
def catalogue() -> Catalog:
    """The catalogue as it stands in the repository."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def messages() -> list[Message]:
    """Its messages, without the header."""
    return [message for message in catalogue() if message.id]


@cache
def known() -> frozenset[str]:
    """Every German sentence in it, plurals included."""
    return frozenset(form for message in messages() for form in parts(message.id))


def collected() -> set[str | tuple[str, ...]]:
    """What script/translations collects."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = DEFAULT_KEYWORDS | {"say": None, "_l": None}
    found = extract_from_dir(ROOT, methods, options, keywords)
    return {message for _file, _line, message, _comments, _context in found}


def sources(folder: str, pattern: str) -> list[Path]:
    """The files of a folder and of those in it."""
    return [path for path in sorted((ROOT / folder).rglob(pattern)) if path.is_file()]


def test_every_sentence_is_in_the_catalogue_and_nothing_else() -> None:
    held = {parts(message.id) for message in messages()}
    wanted = {parts(text) for text in collected()}

    assert wanted - held == set(), "run script/translations and write the English"
    assert held - wanted == set(), "run script/translations"
    assert len(held) > 1000


def test_every_sentence_has_its_english() -> None:
    empty = [message.id for message in messages() if not all(parts(message.string))]
    half = [message.id for message in messages() if len(parts(message.string)) != len(parts(message.id))]

    assert empty == []
    assert half == []


def test_nothing_is_guessed_or_left_over() -> None:
    assert [message.id for message in messages() if message.fuzzy] == []
    assert list(catalogue().obsolete) == []


def test_both_sides_have_the_same_places() -> None:
    different = [
        (german, english)
        for message in messages()
        for german, english in zip(parts(message.id), parts(message.string), strict=True)
        if sorted(PLACE.findall(german)) != sorted(PLACE.findall(english))
    ]

    assert different == []


def test_both_sides_begin_and_end_alike() -> None:
    """A sentence stays a sentence, a word a word; what is put together keeps its spaces."""
    different = [
        (german, english)
        for message in messages()
        for german, english in zip(parts(message.id), parts(message.string), strict=True)
        if edges(german) != edges(english)
    ]

    assert different == []


def edges(text: str) -> tuple[bool, bool, str]:
    """Space before and behind, and the mark at the end; a bracket that only English needs does not count."""
    plain = re.sub(r" \([^()]*\)(?=[.:]?$)", "", text)
    mark = plain[-1:] if plain.endswith((".", ":", "?", ",")) else ""
    return text.startswith(" "), text.endswith(" "), mark


def test_the_compiled_catalogue_is_the_one_in_the_repository() -> None:
    """The application reads the compiled one, which setting up makes."""
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = {parts(message.id): parts(message.string) for message in read_mo(file) if message.id}

    assert compiled == {parts(message.id): parts(message.string) for message in messages()}


def test_calls_that_the_collecting_overlooks() -> None:
    """Inside an f-string, for example, a call is not collected; the code itself knows better."""
    overlooked = [
        (path.name, call.lineno, argument.value)
        for path in sources("wbv_mentor", "*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for argument in call.args[: MARKS.get(name_of(call.func), 0)]
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and argument.value not in known()
    ]

    assert overlooked == []


def name_of(function: ast.expr) -> str:
    """What is called, without where it comes from."""
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


@pytest.mark.parametrize(
    "path",
    [path for path in sources("templates", "*.*") if path.parent.name != DOCUMENTS],
    ids=lambda path: path.name,
)
def test_no_template_has_words_that_are_not_marked(path: Path) -> None:
    if path.name == IN_EASY_GERMAN:
        assert 'lang="de"' in path.read_text(encoding="utf-8")
        return
    bare, strings = words_of(path.read_text(encoding="utf-8"))

    assert re.findall(r"[^\W\d_]{3,}", NAMES.sub(" ", bare)) == []
    assert [text for text in strings if GERMAN.search(text) and text not in known() | PARTS_OF_WORDS] == []


def words_of(template: str) -> tuple[str, list[str]]:
    """The text between the tags outside {% trans %}, and every string inside of {{ }} and {% %}."""
    bare: list[str] = []
    strings: list[str] = []
    block: list[str] = []
    marked = False
    for _line, kind, value in Environment(extensions=["jinja2.ext.i18n"]).lex(template):
        if kind == "block_begin":
            block = []
        elif kind == "name":
            block.append(value)
        elif kind == "block_end" and block[:1] in (["trans"], ["endtrans"]):
            marked = block[0] == "trans"
        elif kind == "data" and not marked:
            bare.append(value)
        elif kind == "string":
            strings.append(value[1:-1])
    return re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"", " ", "".join(bare)), strings


def test_no_german_in_the_code_is_unmarked() -> None:
    unmarked = [
        (path.name, line, text)
        for path in sources("wbv_mentor", "*.py")
        if not str(path.relative_to(ROOT / "wbv_mentor")).startswith(GERMAN_ON_PURPOSE)
        for line, text in strings_of(ast.parse(path.read_text(encoding="utf-8")))
        if GERMAN.search(text) and text not in known() and not text.startswith((ADDRESS, LAST_RESORT))
    ]

    assert unmarked == []


def strings_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string that is not a docstring, with its line."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
