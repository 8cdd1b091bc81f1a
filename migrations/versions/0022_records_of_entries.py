"""records_of_entries

Revises: 0021
"""

from __future__ import annotations

from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f('ix_step_record_entry_id'), 'step_record', ['entry_id'])
    op.drop_index(op.f('ix_listed_case_mentor_id'), 'listed_case')
    op.create_index(
        op.f('ix_listed_case_mentor_id_ended_due_on_case_id'), 'listed_case',
        ['mentor_id', 'ended', 'due_on', 'case_id'],
    )
    op.drop_index(op.f('ix_journal_entry_submission'), 'journal_entry')
    op.create_index(
        op.f('ix_journal_entry_submission'), 'journal_entry', ['submission'],
        postgresql_ops={'submission': 'varchar_pattern_ops'},
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_journal_entry_submission'), 'journal_entry')
    op.create_index(op.f('ix_journal_entry_submission'), 'journal_entry', ['submission'])
    op.drop_index(op.f('ix_listed_case_mentor_id_ended_due_on_case_id'), 'listed_case')
    op.create_index(op.f('ix_listed_case_mentor_id'), 'listed_case', ['mentor_id'])
    op.drop_index(op.f('ix_step_record_entry_id'), 'step_record')
