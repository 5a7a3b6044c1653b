"""Have new sellers trade on trial."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.columns import check, instant, key, number, prose, refers, word

revision = "0064"
down_revision = "0063"

SQL = Path(__file__).parents[1] / "sql" / "trials.sql"
OWN = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"
VERBS = ("admission.trial_passed", "admission.trial_extended")
NEWS_VERBS = sa.table("news_verbs", sa.column("verb"))


def upgrade() -> None:
    most = sa.Column("open_orders_max", sa.Integer(), nullable=True, comment="at once, while a seller is on trial")
    op.add_column("organisations", most)
    op.create_check_constraint(op.f("ck_organisations_open_orders_max"), "organisations", "open_orders_max > 0")
    op.create_table(
        "trials",
        key("seller_id"),
        word("state", 8),
        instant("began_at"),
        instant("ends_at"),
        number("extended", "how often"),
        key("decided_by", nullable=True),
        instant("decided_at", nullable=True),
        prose("reason", "why it was extended or ended"),
        check("trials", "state", "state IN ('running','passed','ended')"),
        check("trials", "decided", "(state = 'running' AND extended = 0) OR decided_by IS NOT NULL"),
        check("trials", "reason", "(state <> 'ended' AND extended = 0) OR state = 'passed' OR reason <> ''"),
        refers("trials", "seller_id", "organisations.id"),
        refers("trials", "decided_by", "people.id"),
        sa.PrimaryKeyConstraint("seller_id", name=op.f("pk_trials")),
    )
    op.execute(f"SELECT pinhuo_protect('trials', '{OWN}', '(SELECT pinhuo_sees_all())')")
    op.execute(SQL.read_text(encoding="utf-8"))
    told = postgresql.insert(NEWS_VERBS).values([{"verb": verb} for verb in VERBS])
    op.execute(told.on_conflict_do_nothing())


def downgrade() -> None:
    op.execute(sa.delete(NEWS_VERBS).where(NEWS_VERBS.c.verb.in_(VERBS)))
    op.execute("DROP TRIGGER within_room ON orders")
    op.execute("DROP FUNCTION ordering_check_room, ordering_open_orders")
    op.drop_table("trials")
    op.drop_constraint(op.f("ck_organisations_open_orders_max"), "organisations")
    op.drop_column("organisations", "open_orders_max")
