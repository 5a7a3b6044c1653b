"""Let the goods of a claim be sent again instead of paid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import instant, key

revision = "0061"
down_revision = "0060"

VERBS = ("replacement_ordered", "replacement_failed", "replacement_refused", "replaced")
BEFORE = "state IN ('asked','disputed','unanswered','settled','rejected','withdrawn')"
STATES = "state IN ('asked','disputed','unanswered','replacing','settled','rejected','withdrawn')"


def upgrade() -> None:
    again = "the order of which claimed goods are sent again with this one, for nothing"
    op.add_column("orders", key("replaces_id", nullable=True, comment=again))
    op.create_foreign_key(op.f("fk_orders_replaces_id"), "orders", "orders", ["replaces_id"], ["id"])
    op.create_check_constraint(op.f("ck_orders_replacement"), "orders", "replaces_id IS NULL OR total_minor = 0")
    op.create_index(
        "ix_orders_replaces_id", "orders", ["replaces_id"], postgresql_where=sa.text("replaces_id IS NOT NULL")
    )
    _claims()
    for verb in VERBS:
        op.execute(f"INSERT INTO news_verbs (verb) VALUES ('claims.{verb}') ON CONFLICT DO NOTHING")  # noqa: S608 # constants


def _claims() -> None:
    order = "the order that sends the goods again, for nothing; one a claim"
    op.add_column("claims", key("replacement_id", nullable=True, comment=order))
    due = "by when that leaves, else it is money after all"
    op.add_column("claims", instant("replace_due_at", nullable=True, comment=due))
    op.create_foreign_key(op.f("fk_claims_replacement_id"), "claims", "orders", ["replacement_id"], ["id"])
    op.drop_constraint(op.f("ck_claims_state"), "claims")
    op.create_check_constraint(op.f("ck_claims_state"), "claims", STATES)
    op.create_check_constraint(
        op.f("ck_claims_replacing"),
        "claims",
        "state <> 'replacing' OR replacement_id IS NOT NULL AND advanced_minor = 0 AND replace_due_at IS NOT NULL",
    )
    op.create_check_constraint(
        op.f("ck_claims_either_or"), "claims", "state <> 'settled' OR advanced_minor > 0 OR replacement_id IS NOT NULL"
    )
    op.create_index("uq_claims_replacement_id", "claims", ["replacement_id"], unique=True)
    op.create_index(
        "ix_claims_replacing", "claims", ["replace_due_at"], postgresql_where=sa.text("state = 'replacing'")
    )


def downgrade() -> None:
    for verb in VERBS:
        op.execute(f"DELETE FROM news_verbs WHERE verb = 'claims.{verb}'")  # noqa: S608 # constants
    op.drop_constraint(op.f("ck_claims_either_or"), "claims")
    op.drop_constraint(op.f("ck_claims_replacing"), "claims")
    op.drop_column("claims", "replace_due_at")
    op.drop_column("claims", "replacement_id")
    op.execute("UPDATE claims SET state = 'asked' WHERE state = 'replacing'")
    op.drop_constraint(op.f("ck_claims_state"), "claims")
    op.create_check_constraint(op.f("ck_claims_state"), "claims", BEFORE)
    op.drop_column("orders", "replaces_id")
