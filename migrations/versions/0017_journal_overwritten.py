"""journal_overwritten

Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import wbv_mentor.db

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('journal_overwritten',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('kept_at', wbv_mentor.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('data', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['journal_entry.id'], name=op.f('fk_journal_overwritten_entry_id_journal_entry')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_journal_overwritten'))
    )
    with op.batch_alter_table('journal_overwritten', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_overwritten_kept_at'), ['kept_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('journal_overwritten', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_journal_overwritten_kept_at'))

    op.drop_table('journal_overwritten')
