"""seal_marks

Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No seal was made before this revision: the table is empty, so the column needs no default.
    with op.batch_alter_table('journal_seal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('marks', sa.LargeBinary(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('journal_seal', schema=None) as batch_op:
        batch_op.drop_column('marks')
