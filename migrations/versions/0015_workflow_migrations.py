
"""workflow_migrations

Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import wbv_mentor.db

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('workflow_migration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('made_at', wbv_mentor.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['source_id'], ['workflow_definition.id'], name=op.f('fk_workflow_migration_source_id_workflow_definition')),
    sa.ForeignKeyConstraint(['target_id'], ['workflow_definition.id'], name=op.f('fk_workflow_migration_target_id_workflow_definition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workflow_migration')),
    sa.UniqueConstraint('digest', name=op.f('uq_workflow_migration_digest'))
    )


def downgrade() -> None:
    op.drop_table('workflow_migration')
