"""Let the late fee, authorities and the caps of claims be dated numbers that two people set."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"

TABLE = "dated_rates"
KINDS = (
    "'claim_window','claim_at_once','claim_by_itself','late_fee','credit_checker','credit_owner','write_off_checker',"
    "'write_off_owner'"
)
CHECKS = {
    "kind": f"kind IN ({KINDS})",
    "for_all": "kind = 'claim_window' OR category_id IS NULL",
    "measure": "CASE kind WHEN 'late_fee' THEN value <= 0.01 ELSE value = trunc(value) END",
}


def upgrade() -> None:
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_{TABLE}_{name}"), TABLE, condition)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM dated_rates WHERE kind <> 'claim_window'"))
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_{TABLE}_{name}"), TABLE)
