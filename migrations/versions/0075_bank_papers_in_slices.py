"""Let a long statement of the bank's be taken in by a job, slice by slice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"

SHORT, LONG = "state IN ('shown','taken','cancelled')", "state IN ('shown','taking','stopped','taken','cancelled')"
CHECKS = {
    "once_each": "lines_done BETWEEN 0 AND lines_total",
    "whole": "state <> 'taken' OR lines_done = lines_total",
    "stopped": "(state = 'stopped') = (fault <> '')",
}


def upgrade() -> None:
    for name, comment in (("lines_total", "of one that a job takes in"), ("lines_done", None)):
        op.add_column("bank_papers", sa.Column(name, sa.Integer(), server_default="0", nullable=False, comment=comment))
        op.alter_column("bank_papers", name, server_default=None)
    fault = sa.Column("fault", sa.String(10), server_default="", nullable=False, comment="why it has stopped")
    op.add_column("bank_papers", fault)
    op.alter_column("bank_papers", "fault", server_default=None)
    _states(LONG, "state IN ('new','waiting','booked','aside')", "state IN ('taking','stopped','taken')")
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_bank_papers_{name}"), "bank_papers", condition)
    op.create_index("ix_bank_lines_new", "bank_lines", ["statement_id"], postgresql_where=sa.text("state = 'new'"))


def downgrade() -> None:
    op.drop_index("ix_bank_lines_new", "bank_lines")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_bank_papers_{name}"), "bank_papers", type_="check")
    op.execute("UPDATE bank_lines SET state = 'waiting' WHERE state = 'new'")
    op.execute("UPDATE bank_papers SET state = 'taken', reading = '{}' WHERE state IN ('taking','stopped')")
    _states(SHORT, "state IN ('waiting','booked','aside')", "state = 'taken'")
    for name in ("fault", "lines_done", "lines_total"):
        op.drop_column("bank_papers", name)


def _states(papers: str, lines: str, taken: str) -> None:
    for table, condition in (("bank_papers", papers), ("bank_lines", lines)):
        op.drop_constraint(op.f(f"ck_{table}_state"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_state"), table, condition)
    op.drop_index("uq_bank_papers_taken", "bank_papers")
    op.create_index("uq_bank_papers_taken", "bank_papers", ["file_hash"], unique=True, postgresql_where=sa.text(taken))
