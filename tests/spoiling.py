"""Ways to spoil a definition: some are wrong whatever they hit, others only sometimes."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random


class NothingToSpoil(Exception):
    """The text has no such place."""


Spoil = Callable[[Random, str], str | bytes]

KEY = re.compile(r"^( *)(\w+):", re.MULTILINE)
OUR_KEYS = re.compile(
    r"\b(label|de|initial|start|states|transitions|owner|from|to|by|guards|effects|anchors|offset|strict|source|"
    r"remind|fields|name|type|required|choices|value|visible_to|category|retention|while|met_by|on_overdue): "
)
NAMED = re.compile(
    r"\b(?:initial|owner|stage|form|to|type|category|retention|on_overdue|"
    r"(?:from|by|past|guards|effects|anchors|while|when|met_by|visible_to)):\s*\[?(\w+)"
)
LISTED = re.compile(r"\b(?:from|by|guards|effects|anchors|while|when|met_by|visible_to): \[(\w+)")
NUMBER = re.compile(r"\b(?:version|days|weeks|months|max_length): (-?\d+)")
FLAG = re.compile(r"\b(?:required|strict|detour|final): (true|false)")
GERMAN = re.compile(r"\{de: [^,{}'\"]*, ")
INDENT = re.compile(r"(?m)^( {2}| {4})\w+:")
GARBAGE = (b"\xff\xfe", b"\xc3\x28", b"\x00", b"\x07\x1b[0m", b"\xed\xa0\x80")


def _at(random: Random, pattern: re.Pattern[str], text: str, group: int = 1) -> tuple[int, int]:
    """Where one of the places begins and ends."""
    places = [found.span(group) for found in pattern.finditer(_without_comments(text))]
    if not places:
        raise NothingToSpoil
    return random.choice(places)


def _without_comments(text: str) -> str:
    """The same length, with blanks for comments."""
    return re.sub(r"(?m)(^|\s)#.*$", lambda found: " " * len(found[0]), text)


def _put(text: str, place: tuple[int, int], new: str) -> str:
    return text[: place[0]] + new + text[place[1] :]


def misspell_name(random: Random, text: str) -> str:
    """A name that is referred to, with a letter too many."""
    start, end = _at(random, NAMED, text)
    return _put(text, (start, end), text[start:end] + random.choice("qxz"))


def misspell_key(random: Random, text: str) -> str:
    """A key of the format, with two letters swapped."""
    start, end = _at(random, OUR_KEYS, text)
    key = text[start:end]
    return _put(text, (start, end), key[1] + key[0] + key[2:])


def repeat_name(random: Random, text: str) -> str:
    """A name that stands in its list twice."""
    start, end = _at(random, LISTED, text)
    return _put(text, (start, end), f"{text[start:end]}, {text[start:end]}")


def drop_german(random: Random, text: str) -> str:
    """A text without its German."""
    return _put(text, _at(random, GERMAN, text, 0), "{")


def number_in_words(random: Random, text: str) -> str:
    """A number that is none."""
    return _put(text, _at(random, NUMBER, text), random.choice(["soon", "'3'", "1.5", "[]", "{}"]))


def flag_in_words(random: Random, text: str) -> str:
    """Yes or no that is neither."""
    return _put(text, _at(random, FLAG, text), random.choice(["perhaps", "1", "Ja", "[true]", "null"]))


def repeat_key(random: Random, text: str) -> str:
    """A key at the edge that stands there twice."""
    keys = [found[0] for found in re.finditer(r"(?m)^\w+:", text)]
    return f"{text}\n{random.choice(keys)} {{}}\n"


def indent_by_tab(random: Random, text: str) -> str:
    """A tab where an editor was set up wrongly."""
    return _put(text, _at(random, INDENT, text), "\t")


def binary(random: Random, text: str) -> bytes:
    """What is no text at all."""
    whole = text.encode()
    at = random.randrange(len(whole))
    return whole[:at] + random.choice(GARBAGE) + whole[at:]


def empty(_random: Random, text: str) -> str:
    """Nothing but a comment."""
    return "# later\n"


# ---- These may leave something valid behind -------------------------------------------------------


def cut(random: Random, text: str) -> str:
    """A file whose end is missing."""
    return text[: random.randrange(len(text))]


def drop_line(random: Random, text: str) -> str:
    """A line that went astray."""
    lines = text.splitlines(keepends=True)
    del lines[random.randrange(len(lines))]
    return "".join(lines)


def repeat_line(random: Random, text: str) -> str:
    """A line pasted twice."""
    lines = text.splitlines(keepends=True)
    at = random.randrange(len(lines))
    return "".join([*lines[:at], lines[at], *lines[at:]])


def swap_lines(random: Random, text: str) -> str:
    """Two neighbours in the wrong order."""
    lines = text.splitlines(keepends=True)
    at = random.randrange(len(lines) - 1)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return "".join(lines)


def indent_otherwise(random: Random, text: str) -> str:
    """A line that was moved to the side."""
    start, _ = _at(random, KEY, text)
    return _put(text, (start, start), " ") if random.random() < 0.5 else _put(text, (start, start + 1), "")


def drop_letter(random: Random, text: str) -> str:
    """A slip of the finger."""
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 :]


ALWAYS_WRONG: tuple[Spoil, ...] = (
    misspell_name, misspell_key, repeat_name, drop_german, number_in_words, flag_in_words, repeat_key,
    indent_by_tab, binary, empty,
)  # fmt: skip
SOMETIMES_WRONG: tuple[Spoil, ...] = (cut, drop_line, repeat_line, swap_lines, indent_otherwise, drop_letter)


# ---- This one is never wrong ----------------------------------------------------------------------


def reword(random: Random, text: str) -> str:
    """The same definition with another German word."""
    start, _ = _at(random, GERMAN, text, 0)
    return _put(text, (start + 5, start + 5), "Neu ")
