"""SpiffWorkflow with nothing around it: a task done in memory, the workflow serialised, stored, committed."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import pysqlite3 as sqlite3
from rounds import answer_rounds
from SpiffWorkflow.serializer.json import JSONSerializer
from SpiffWorkflow.specs.Simple import Simple
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

STEPS = 30  # more than a run has rounds
folder, _how, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

spec = WorkflowSpec("there_and_back", addstart=True)
last = spec.start
for number in range(STEPS):
    following = Simple(spec, f"step_{number}")
    last.connect(following)
    last = following

connection = sqlite3.connect(folder / "spiff.sqlite3", isolation_level=None)
for pragma in ("journal_mode=WAL", "synchronous=FULL"):
    connection.execute(f"PRAGMA {pragma}")
connection.execute("CREATE TABLE workflow (id INTEGER PRIMARY KEY, body TEXT)")
serializer = JSONSerializer()
flows = [Workflow(spec) for _ in range(count)]
for number, flow in enumerate(flows):
    flow.run_next()
    connection.execute("INSERT INTO workflow VALUES (?, ?)", (number, serializer.serialize_workflow(flow)))


def a_round(_turn: int) -> list[float]:
    """Do the next task of every workflow and store it."""
    taken = []
    for number, flow in enumerate(flows):
        before = perf_counter()
        next(flow.get_tasks_iterator(state=TaskState.READY)).run()
        body = serializer.serialize_workflow(flow)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE workflow SET body = ? WHERE id = ?", (body, number))
        connection.execute("COMMIT")
        taken.append((perf_counter() - before) * 1e6)
    return taken


answer_rounds(a_round)
