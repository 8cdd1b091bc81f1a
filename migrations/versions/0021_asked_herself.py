"""asked_herself

Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('mentee_case', schema=None) as batch_op:
        batch_op.alter_column('opened_by_id', existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table('mentee_case', schema=None) as batch_op:
        batch_op.alter_column('opened_by_id', existing_type=sa.Integer(), nullable=False)
