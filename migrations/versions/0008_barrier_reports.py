"""barrier reports

Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import wbv_mentor.db

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('barrier_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission', sa.String(length=36), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('page', sa.String(length=200), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('reported_at', wbv_mentor.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_barrier_report')),
    sa.UniqueConstraint('submission', name=op.f('uq_barrier_report_submission'))
    )


def downgrade() -> None:
    op.drop_table('barrier_report')
