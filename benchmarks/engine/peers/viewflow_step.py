"""django-viewflow's fsm with nothing around it: a transition on an object in memory, saved, committed."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import pysqlite3

sys.modules["sqlite3"] = pysqlite3  # the library that everybody here uses, so that nobody's disk is faster
import django
from django.conf import settings

folder, how, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
settings.configure(
    INSTALLED_APPS=[],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "viewflow.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
)
django.setup()

from django.db import connection, models, transaction
from rounds import answer_rounds
from viewflow import fsm


class Thing(models.Model):
    """An instance that moves."""

    state = models.CharField(max_length=20, default="one")

    class Meta:
        app_label = "benchmark"


class Flow:
    """Its path: there and back."""

    state = fsm.State(["one", "two"], default="one")

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    @state.getter()
    def _get(self) -> str:
        return self.thing.state

    @state.setter()
    def _set(self, value: str) -> None:
        self.thing.state = value

    @state.transition(source="one", target="two")
    def there(self) -> None:
        """One way."""

    @state.transition(source="two", target="one")
    def back(self) -> None:
        """The other way."""


with connection.schema_editor() as editor:
    editor.create_model(Thing)
things = [Thing.objects.create() for _ in range(count)]


def a_round(turn: int) -> list[float]:
    """Move every thing once; `load` reads it from the database first."""
    taken = []
    for thing in things:
        before = perf_counter()
        with transaction.atomic():
            moved = Thing.objects.get(pk=thing.pk) if how == "load" else thing
            flow = Flow(moved)
            flow.there() if turn % 2 == 0 else flow.back()
            moved.save()
        taken.append((perf_counter() - before) * 1e6)
    return taken


answer_rounds(a_round)
