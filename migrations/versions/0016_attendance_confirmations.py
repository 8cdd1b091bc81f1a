"""attendance_confirmations

Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import wbv_mentor.db

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None



def upgrade() -> None:
    op.create_table('attendance_confirmation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('instance_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('ready_at', wbv_mentor.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('snapshot', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('snapshot_sha256', sa.String(length=64), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_try_at', wbv_mentor.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_attendance_confirmation_account_id_account')),
    sa.ForeignKeyConstraint(['instance_id'], ['workflow_instance.id'], name=op.f('fk_attendance_confirmation_instance_id_workflow_instance')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_confirmation')),
    sa.UniqueConstraint('instance_id', name=op.f('uq_attendance_confirmation_instance_id'))
    )
    with op.batch_alter_table('attendance_confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_confirmation_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_confirmation_next_try_at'), ['next_try_at'], unique=False)

    with op.batch_alter_table('blob', schema=None) as batch_op:
        batch_op.alter_column('certificate_id', existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column('attendance_confirmation_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_blob_attendance_confirmation_id_attendance_confirmation'), 'attendance_confirmation', ['attendance_confirmation_id'], ['id'])
        batch_op.create_unique_constraint(batch_op.f('uq_blob_attendance_confirmation_id'), ['attendance_confirmation_id'])
        batch_op.create_check_constraint(batch_op.f('ck_blob_one_owner'), '(certificate_id IS NULL) <> (attendance_confirmation_id IS NULL)')


def downgrade() -> None:
    op.execute('DELETE FROM blob WHERE certificate_id IS NULL')
    with op.batch_alter_table('blob', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_blob_one_owner'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_blob_attendance_confirmation_id'), type_='unique')
        batch_op.drop_constraint(batch_op.f('fk_blob_attendance_confirmation_id_attendance_confirmation'), type_='foreignkey')
        batch_op.drop_column('attendance_confirmation_id')
        batch_op.alter_column('certificate_id', existing_type=sa.Integer(), nullable=False)

    op.drop_table('attendance_confirmation')
