"""listed_cases

Revises: 0019
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from wbv_mentor.german import german

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

BINARY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
OVER = ("closed", "closed_without_course", "locked", "erased")
PORTION = 1000


def upgrade() -> None:
    op.create_table(
        'listed_case',
        sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('mentor_id', sa.Integer(), nullable=True),
        sa.Column('state', sa.String(length=200), nullable=False),
        sa.Column('ended', sa.Boolean(), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('contact_on', sa.Date(), nullable=False),
        sa.Column('name', BINARY, nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['mentee_case.id'], name=op.f('fk_listed_case_case_id_mentee_case')),
        sa.ForeignKeyConstraint(['mentor_id'], ['account.id'], name=op.f('fk_listed_case_mentor_id_account')),
        sa.PrimaryKeyConstraint('case_id', name=op.f('pk_listed_case')),
    )
    op.create_table(
        'case_word',
        sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('named', sa.Boolean(), nullable=False),
        sa.Column('word', BINARY, nullable=False),
        sa.Column('mentor_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['case_id'], ['mentee_case.id'], name=op.f('fk_case_word_case_id_mentee_case')),
        sa.ForeignKeyConstraint(['mentor_id'], ['account.id'], name=op.f('fk_case_word_mentor_id_account')),
        sa.PrimaryKeyConstraint('case_id', 'named', 'word', name=op.f('pk_case_word')),
    )
    op.create_table(
        'saved_view',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('query', sa.String(length=1000), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_saved_view_account_id_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view')),
        sa.UniqueConstraint('account_id', 'name', name=op.f('uq_saved_view_account_id_name')),
    )
    _fill()
    for columns in (
        ['mentor_id'], ['due_on', 'case_id'], ['contact_on', 'case_id'],
        ['ended', 'due_on', 'case_id'], ['ended', 'contact_on', 'case_id'], ['ended', 'case_id'],
        ['state', 'due_on', 'case_id'], ['state', 'contact_on', 'case_id'], ['state', 'case_id'],
    ):
        op.create_index(op.f(f"ix_listed_case_{'_'.join(columns)}"), 'listed_case', columns)
    op.create_index(op.f('ix_case_word_named_word_case_id'), 'case_word', ['named', 'word', 'case_id'])
    op.create_index(op.f('ix_case_word_mentor_id_word'), 'case_word', ['mentor_id', 'word'])
    op.create_index(
        'ix_deadline_of_coordination', 'deadline', ['due_on'],
        sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        'ix_consent_original_to_arrive', 'consent', ['original_due_on', 'id'],
        sqlite_where=sa.text(ARRIVES), postgresql_where=sa.text(ARRIVES),
    )


OPEN = "owner = 'coordinator' AND met_at IS NULL AND obsolete_at IS NULL"
ARRIVES = "way = 'paper' AND original_due_on IS NOT NULL AND original_arrived_on IS NULL AND withdrawn_at IS NULL"


def downgrade() -> None:
    op.drop_index('ix_consent_original_to_arrive', 'consent')
    op.drop_index('ix_deadline_of_coordination', 'deadline')
    for table in ('saved_view', 'case_word', 'listed_case'):
        op.drop_table(table)


def _fill() -> None:
    """One row and its words for each case that is there."""
    connection = op.get_bind()
    rows = sa.table('listed_case', *map(sa.column, ('case_id', 'mentor_id', 'state', 'ended')),
                    sa.column('due_on', sa.Date), sa.column('contact_on', sa.Date), sa.column('name'))
    words = sa.table('case_word', *map(sa.column, ('case_id', 'named', 'word', 'mentor_id')))
    last = 0
    while found := connection.execute(sa.text(CASES), {"last": last, "most": PORTION}).mappings().all():
        last = found[-1]["id"]
        connection.execute(sa.insert(rows), [_row(case) for case in found])
        made = [word for case in found for word in _words(case)]
        if made:
            connection.execute(sa.insert(words), made)


CASES = """
    SELECT c.id, c.mentor_id, i.state, i.reference, i.started_at, m.alias, m.first_name, m.last_name,
      (SELECT max(held_on) FROM talk WHERE talk.case_id = c.id) AS held_on,
      (SELECT min(d.due_on) FROM deadline d WHERE d.met_at IS NULL AND d.obsolete_at IS NULL AND d.instance_id IN
        (SELECT c.id UNION ALL SELECT x.id FROM workflow_instance x WHERE x.parent_id = c.id)) AS due_on
    FROM mentee_case c JOIN workflow_instance i ON i.id = c.id JOIN mentee m ON m.id = c.mentee_id
    WHERE c.id > :last ORDER BY c.id LIMIT :most"""


def _row(case: Any) -> dict[str, Any]:
    name = " ".join(filter(None, [case["last_name"], case["first_name"]])) or case["alias"]
    begun = _day(case["started_at"])
    return {
        "case_id": case["id"], "mentor_id": case["mentor_id"], "state": case["state"],
        "ended": case["state"] in OVER, "due_on": _day(case["due_on"]) or date(9999, 12, 31),
        "contact_on": max(filter(None, [begun, _day(case["held_on"])])), "name": german(name)[:200],
    }


def _day(value: Any) -> date | None:
    """A day as either database gives it; a moment's day is Berlin's."""
    if value is None:
        return None
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if len(value) == 10:
            return moment.date()
        value = moment.replace(tzinfo=ZoneInfo("UTC")) if moment.tzinfo is None else moment
    return value.astimezone(ZoneInfo("Europe/Berlin")).date() if isinstance(value, datetime) else value


def _words(case: Any) -> Iterator[dict[str, Any]]:
    names = {
        word[:60]
        for text in (case["alias"], case["first_name"], case["last_name"])
        for part in german(text).split()
        for word in ([part.strip("-")] if re.fullmatch(r"[\d-]+", part) else re.findall(r"\w+", part))
        if word
    }
    tail = (case["reference"] or "").rpartition("-")[2]
    numbers = {case["reference"], tail, tail.lstrip("0") or tail} if tail else set()
    for named, found in ((True, names), (False, numbers)):
        for word in sorted(found):
            yield {"case_id": case["id"], "named": named, "word": word, "mentor_id": case["mentor_id"]}
