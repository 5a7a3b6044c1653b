"""Let claims of a category have hours of their own from a day on, with two people, and freeze them on order lines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, word

revision = "0059"
down_revision = "0058"

TABLE = "dated_rates"


def upgrade() -> None:
    op.create_table(
        TABLE,
        key("id"),
        word("kind", 24),
        key("category_id", "categories.id", nullable=True, comment="none: it is the same for all"),
        sa.Column("value", sa.Numeric(18, 6), nullable=False, comment="in the measure of its kind"),
        instant("from_at", comment="holds from here up to the next one's"),
        word("why", 200),
        word("state", 10),
        key("proposed_by", "people.id"),
        instant("proposed_at"),
        key("decided_by", "people.id", nullable=True),
        instant("decided_at", nullable=True),
        word("reason", 200, comment="why it was declined"),
        check(TABLE, "value", "value >= 0"),
        check(
            TABLE,
            "claim_window",
            "kind <> 'claim_window' OR category_id IS NOT NULL AND value = trunc(value) AND value BETWEEN 1 AND 2160",
        ),
        check(TABLE, "state", "state IN ('proposed','approved','rejected')"),
        check(
            TABLE,
            "decided",
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
        ),
        check(TABLE, "two_people", "decided_by <> proposed_by"),
        check(TABLE, "ahead", "state <> 'approved' OR from_at > decided_at"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(
        f"uq_{TABLE}_from", TABLE, ["kind", "category_id", "from_at"], unique=True,
        postgresql_nulls_not_distinct=True, postgresql_where=sa.text("state <> 'rejected'"),
    )  # fmt: skip
    hours = "hours after delivery in which it can be claimed, frozen; none: the usual time"
    op.add_column("order_lines", sa.Column("claim_hours", sa.Integer(), nullable=True, comment=hours))
    longest = "the longest of its lines that have hours of their own"
    op.add_column("orders", sa.Column("claim_hours", sa.Integer(), nullable=True, comment=longest))
    usual = sa.Column(
        "claims_usual",
        sa.Boolean(),
        nullable=False,
        server_default="true",
        comment="a line has the usual time for claims",
    )
    op.add_column("orders", usual)
    op.create_check_constraint(op.f("ck_order_lines_claim_hours"), "order_lines", "claim_hours > 0")
    op.create_check_constraint(
        op.f("ck_orders_claim_hours"), "orders", "claim_hours > 0 AND (claims_usual OR claim_hours IS NOT NULL)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_orders_claim_hours"), "orders")
    op.drop_constraint(op.f("ck_order_lines_claim_hours"), "order_lines")
    op.drop_column("orders", "claims_usual")
    op.drop_column("orders", "claim_hours")
    op.drop_column("order_lines", "claim_hours")
    op.drop_table(TABLE)
