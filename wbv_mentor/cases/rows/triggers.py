"""What the database itself keeps equal in the rows of lists: dates, state, mentor, last talk.

Deadlines are written in bulk and by rooms that know no cases, so no use case could be relied on for it.
"""

from __future__ import annotations

from wbv_mentor.cases.scope import OVER
from wbv_mentor.pathways.triggers import register_trigger

NEEDS = ("listed_case", "case_word")
ENDED = "(" + ", ".join(f"'{state}'" for state in OVER) + ")"
_ROOT = "SELECT CASE WHEN kind = 'mentee_case' THEN id ELSE parent_id END FROM workflow_instance WHERE id ="


def _soonest(root: str) -> str:
    return f"""coalesce((SELECT min(d.due_on) FROM deadline d WHERE d.met_at IS NULL AND d.obsolete_at IS NULL
            AND d.instance_id IN (SELECT {root} UNION ALL
                SELECT i.id FROM workflow_instance i WHERE i.parent_id = {root})), '9999-12-31')"""


def _sqlite_due(name: str, when: str, row: str) -> str:
    root = f"({_ROOT} {row}.instance_id)"
    soonest = _soonest("listed_case.case_id")
    return f"""
        CREATE TRIGGER {name} AFTER {when} ON deadline
        BEGIN UPDATE listed_case SET due_on = {soonest}
          WHERE case_id = {root} AND due_on IS NOT {soonest}; END"""


_FUNCTIONS = (
    f"""
    CREATE OR REPLACE FUNCTION listed_case_due() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE root integer; soonest date;
    BEGIN
      root := ({_ROOT} CASE WHEN TG_OP = 'DELETE' THEN OLD.instance_id ELSE NEW.instance_id END);
      IF TG_OP = 'INSERT' THEN
        UPDATE listed_case SET due_on = NEW.due_on WHERE case_id = root AND due_on > NEW.due_on
          AND NEW.met_at IS NULL AND NEW.obsolete_at IS NULL;
      ELSE
        soonest := {_soonest("root")};
        UPDATE listed_case SET due_on = soonest WHERE case_id = root AND due_on <> soonest;
      END IF;
      RETURN NULL;
    END $$""",
    f"""
    CREATE OR REPLACE FUNCTION listed_case_state() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE listed_case SET state = NEW.state, ended = NEW.state IN {ENDED} WHERE case_id = NEW.id;
      RETURN NULL;
    END $$""",
    """
    CREATE OR REPLACE FUNCTION listed_case_mentor() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE listed_case SET mentor_id = NEW.mentor_id WHERE case_id = NEW.id;
      UPDATE case_word SET mentor_id = NEW.mentor_id WHERE case_id = NEW.id;
      RETURN NULL;
    END $$""",
    """
    CREATE OR REPLACE FUNCTION listed_case_contact() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE listed_case SET contact_on = NEW.held_on
        WHERE case_id = NEW.case_id AND contact_on < NEW.held_on;
      RETURN NULL;
    END $$""",
)


def _sqlite_inserted() -> str:
    return f"""
        CREATE TRIGGER listed_case_due_insert AFTER INSERT ON deadline
        WHEN NEW.met_at IS NULL AND NEW.obsolete_at IS NULL
        BEGIN UPDATE listed_case SET due_on = NEW.due_on
          WHERE case_id = ({_ROOT} NEW.instance_id) AND due_on > NEW.due_on; END"""


_SQLITE = {
    "listed_case_due_insert": ("deadline", _sqlite_inserted()),
    "listed_case_due_update": (
        "deadline",
        _sqlite_due("listed_case_due_update", "UPDATE OF due_on, met_at, obsolete_at", "NEW"),
    ),
    "listed_case_due_delete": ("deadline", _sqlite_due("listed_case_due_delete", "DELETE", "OLD")),
    "listed_case_state": (
        "workflow_instance",
        f"""
        CREATE TRIGGER listed_case_state AFTER UPDATE OF state ON workflow_instance
        WHEN NEW.kind = 'mentee_case' AND NEW.state IS NOT OLD.state
        BEGIN UPDATE listed_case SET state = NEW.state, ended = NEW.state IN {ENDED}
          WHERE case_id = NEW.id; END""",
    ),
    "listed_case_mentor": (
        "mentee_case",
        """
        CREATE TRIGGER listed_case_mentor AFTER UPDATE OF mentor_id ON mentee_case
        WHEN NEW.mentor_id IS NOT OLD.mentor_id
        BEGIN
          UPDATE listed_case SET mentor_id = NEW.mentor_id WHERE case_id = NEW.id;
          UPDATE case_word SET mentor_id = NEW.mentor_id WHERE case_id = NEW.id;
        END""",
    ),
    "listed_case_contact": (
        "talk",
        """
        CREATE TRIGGER listed_case_contact AFTER INSERT ON talk
        BEGIN UPDATE listed_case SET contact_on = NEW.held_on
          WHERE case_id = NEW.case_id AND contact_on < NEW.held_on; END""",
    ),
}
_POSTGRES = {
    "listed_case_due_insert": """
        CREATE TRIGGER listed_case_due_insert AFTER INSERT ON deadline
        FOR EACH ROW EXECUTE FUNCTION listed_case_due()""",
    "listed_case_due_update": """
        CREATE TRIGGER listed_case_due_update AFTER UPDATE OF due_on, met_at, obsolete_at ON deadline
        FOR EACH ROW EXECUTE FUNCTION listed_case_due()""",
    "listed_case_due_delete": """
        CREATE TRIGGER listed_case_due_delete AFTER DELETE ON deadline
        FOR EACH ROW EXECUTE FUNCTION listed_case_due()""",
    "listed_case_state": """
        CREATE TRIGGER listed_case_state AFTER UPDATE OF state ON workflow_instance
        FOR EACH ROW WHEN (NEW.kind = 'mentee_case' AND NEW.state IS DISTINCT FROM OLD.state)
        EXECUTE FUNCTION listed_case_state()""",
    "listed_case_mentor": """
        CREATE TRIGGER listed_case_mentor AFTER UPDATE OF mentor_id ON mentee_case
        FOR EACH ROW WHEN (NEW.mentor_id IS DISTINCT FROM OLD.mentor_id)
        EXECUTE FUNCTION listed_case_mentor()""",
    "listed_case_contact": """
        CREATE TRIGGER listed_case_contact AFTER INSERT ON talk
        FOR EACH ROW EXECUTE FUNCTION listed_case_contact()""",
}

for _name, (_table, _statement) in _SQLITE.items():
    register_trigger(
        _name, table=_table, needs=NEEDS, sqlite=_statement, postgresql=_POSTGRES[_name], functions=_FUNCTIONS
    )
