"""Let pools be of goods that are made to order: by a day they are there, or everybody has the money back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import SQL, run_sql
from migrations.columns import instant

revision = "0048"
down_revision = "0047"

AT_A_STEP = (
    "CASE WHEN state IN ('making','closed') THEN step IS NOT NULL"
    " WHEN state IN ('failed','cancelled') THEN step IS NULL OR ready_by IS NOT NULL ELSE step IS NULL END"
)
VERBS = [
    "pooling.joined_to_order", "pooling.goods_awaited", "pooling.pool_not_ready", "pooling.commitment_not_ready",
]  # fmt: skip
DAYS = {
    "ready_by": "of goods made to order: by then they are there, or it fails",
    "arrived_at": "when the seller said that what was made to order is there",
}
CHECKS = {
    "state": (
        "state IN ('draft','proposed','declined','open','closed','failed','cancelled')",
        "state IN ('draft','proposed','declined','open','making','closed','failed','cancelled')",
    ),
    "decided": (
        "(state IN ('closed','failed','cancelled')) = (decided_at IS NOT NULL)",
        "(state IN ('making','closed','failed','cancelled')) = (decided_at IS NOT NULL)",
    ),
    "closed_at_a_step": (
        "(state = 'closed') = (step IS NOT NULL)",
        AT_A_STEP,
    ),
    "offered": (
        "state NOT IN ('open','closed','failed') OR offered_at IS NOT NULL",
        "state NOT IN ('open','making','closed','failed') OR offered_at IS NOT NULL",
    ),
}
"""Conditions that change, as they were and as they are."""
ADDED = {
    "ready_by": "ready_by > closes_at",
    "arrived": "(arrived_at IS NOT NULL) = (state = 'closed' AND ready_by IS NOT NULL)",
    "making": "state <> 'making' OR (ready_by IS NOT NULL AND finished_at IS NULL)",
}
SHARED = "supply BETWEEN 0 AND capacity AND demand >= 0 AND odd >= 0"
GIVEN = """
UPDATE pool_goods g SET allotted = coalesce((
  SELECT sum(l.whole + l.odd) FROM commitment_lines l WHERE l.pool_id = g.pool_id AND l.sku_id = g.sku_id), 0)
 WHERE g.demand IS NOT NULL
"""


def upgrade() -> None:
    for name, comment in DAYS.items():
        op.add_column("pools", instant(name, nullable=True, comment=comment))
    op.add_column("pool_goods", sa.Column("allotted", sa.Integer(), nullable=True, comment="what members get in all"))
    op.execute(GIVEN)
    for name, (_, now) in CHECKS.items():
        _check("pools", name, now)
    for name, condition in ADDED.items():
        op.create_check_constraint(op.f(f"ck_pools_{name}"), "pools", condition)
    _check("pool_goods", "shared", SHARED + " AND allotted BETWEEN 0 AND supply")
    op.create_index("ix_pools_making", "pools", ["ready_by"], postgresql_where=sa.text("state = 'making'"))
    run_sql(op.get_bind(), "pools_made_to_order")
    op.execute(sa.text("INSERT INTO news_verbs SELECT unnest(:verbs) ON CONFLICT DO NOTHING").bindparams(_verbs()))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM news_verbs WHERE verb = ANY (:verbs)").bindparams(_verbs()))
    _previous_rules()
    op.drop_index("ix_pools_making", table_name="pools")
    for name in ADDED:
        op.drop_constraint(op.f(f"ck_pools_{name}"), "pools", type_="check")
    for name, (before, _) in CHECKS.items():
        _check("pools", name, before)
    _check("pool_goods", "shared", SHARED)
    op.drop_column("pool_goods", "allotted")
    op.drop_column("pools", "arrived_at")
    op.drop_column("pools", "ready_by")


def _verbs() -> sa.BindParameter[list[str]]:
    return sa.bindparam("verbs", VERBS, type_=sa.ARRAY(sa.String()))


def _check(table: str, name: str, condition: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def _previous_rules() -> None:
    """Write the trigger's function as it was."""
    script = (SQL / "pools.sql").read_text()
    begins = script.index("CREATE FUNCTION pooling_check_pool()")
    function = script[begins : script.index("CREATE TRIGGER", begins)]
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
