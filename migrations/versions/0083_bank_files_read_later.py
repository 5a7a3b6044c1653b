"""Keep a large file of a bank's until a job has read it, and why one could not be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0083"
down_revision = "0082"

TABLE, STATES = "bank_papers", "'shown','taking','stopped','taken','cancelled'"


def upgrade() -> None:
    op.add_column(
        TABLE, sa.Column("content", sa.LargeBinary(), nullable=True, comment="the file, until a job has read it")
    )
    op.add_column(TABLE, sa.Column("refusal", postgresql.JSONB(), nullable=True, comment="why it was not read"))
    _allow(f"'reading','refused',{STATES}")
    op.create_check_constraint(op.f("ck_bank_papers_reading"), TABLE, "(state = 'reading') = (content IS NOT NULL)")
    op.create_check_constraint(op.f("ck_bank_papers_refused"), TABLE, "(state = 'refused') = (refusal IS NOT NULL)")
    op.create_index(
        "uq_bank_papers_reading", TABLE, ["file_hash"], unique=True, postgresql_where=sa.text("state = 'reading'")
    )


def downgrade() -> None:
    op.drop_index("uq_bank_papers_reading", TABLE)
    op.drop_constraint(op.f("ck_bank_papers_refused"), TABLE)
    op.drop_constraint(op.f("ck_bank_papers_reading"), TABLE)
    op.execute("UPDATE bank_papers SET state = 'cancelled' WHERE state IN ('reading', 'refused')")
    _allow(STATES)
    op.drop_column(TABLE, "refusal")
    op.drop_column(TABLE, "content")


def _allow(states: str) -> None:
    op.drop_constraint(op.f("ck_bank_papers_state"), TABLE)
    op.create_check_constraint(op.f("ck_bank_papers_state"), TABLE, f"state IN ({states})")
