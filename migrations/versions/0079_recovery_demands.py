"""Ask sellers by a paper for what they owe of late claims, and credit the commission that went back with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"

VERBS = ("recovered_from_deposit", "recovered_from_wallet", "recovery_invoiced", "recovery_reminded")
REFERS = {
    "return_id": ("commission_returns", "commission given back for a late claim that it says"),
    "recovery_id": ("recoveries", "what a seller owes, of a demand"),
}
BY_ONE = (
    "num_nonnulls(item_id, return_id) = 0 OR num_nonnulls(item_id, return_id) = 1"
    " AND kind = 'credit_note' AND statement_id IS NOT NULL"
)
CHECKS = {
    "kind": ("kind IN ('invoice','credit_note')", "kind IN ('invoice','credit_note','demand')"),
    "subject": (
        "(order_id IS NULL) <> (statement_id IS NULL)",
        "num_nonnulls(order_id, statement_id, recovery_id) = 1",
    ),
    "correction": (
        "item_id IS NULL OR (kind = 'credit_note' AND statement_id IS NOT NULL)",
        BY_ONE,
    ),
}


def upgrade() -> None:
    for name, (table, comment) in REFERS.items():
        op.add_column("papers", sa.Column(name, sa.UUID(), comment=comment))
        op.create_foreign_key(op.f(f"fk_papers_{name}"), "papers", table, [name], ["id"])
        known = sa.text(f"{name} IS NOT NULL")
        index = f"uq_papers_{name.removesuffix('_id')}"
        op.create_index(index, "papers", [name], unique=True, postgresql_where=known)
    for name, (_, now) in CHECKS.items():
        _check(name, now)
    op.create_check_constraint(op.f("ck_papers_demand"), "papers", "(kind = 'demand') = (recovery_id IS NOT NULL)")
    for verb in VERBS:
        op.execute(f"INSERT INTO news_verbs (verb) VALUES ('settlement.{verb}') ON CONFLICT DO NOTHING")  # noqa: S608 # constants


def downgrade() -> None:
    for verb in VERBS:
        op.execute(f"DELETE FROM news_verbs WHERE verb = 'settlement.{verb}'")  # noqa: S608 # constants
    op.drop_constraint(op.f("ck_papers_demand"), "papers")
    for name, (before, _) in CHECKS.items():
        _check(name, before)
    for name in REFERS:
        op.drop_index(f"uq_papers_{name.removesuffix('_id')}", "papers")
        op.drop_constraint(op.f(f"fk_papers_{name}"), "papers")
        op.drop_column("papers", name)


def _check(name: str, condition: str) -> None:
    op.drop_constraint(op.f(f"ck_papers_{name}"), "papers")
    op.create_check_constraint(op.f(f"ck_papers_{name}"), "papers", condition)
