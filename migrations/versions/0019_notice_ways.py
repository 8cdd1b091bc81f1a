"""notice_ways

Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('funding_application', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notice_way', sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column('objection_notice_received_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('objection_notice_way', sa.String(length=10), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f('ck_funding_application_notice_delivered_on'),
            "notice_way IS NULL OR notice_way <> 'delivered' OR notice_received_on IS NOT NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f('ck_funding_application_objection_notice_delivered_on'),
            "objection_notice_way IS NULL OR objection_notice_way <> 'delivered'"
            " OR objection_notice_received_on IS NOT NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table('funding_application', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_funding_application_objection_notice_delivered_on'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_funding_application_notice_delivered_on'), type_='check')
        batch_op.drop_column('objection_notice_way')
        batch_op.drop_column('objection_notice_received_on')
        batch_op.drop_column('notice_way')
