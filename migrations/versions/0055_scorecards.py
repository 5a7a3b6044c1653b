"""Keep buyers' ratings of orders, and sellers' scorecards by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, day, instant, key, number, prose, refers

revision = "0055"
down_revision = "0054"

BOTH = "buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"
BUYERS = "buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"
SELLERS = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.create_table(
        "ratings",
        key("order_id"),
        key("buyer_id"),
        key("seller_id"),
        number("stars"),
        prose("comment"),
        key("rated_by"),
        instant("rated_at"),
        instant("changed_at"),
        check("ratings", "stars", "stars BETWEEN 1 AND 5"),
        check("ratings", "comment", "char_length(comment) <= 1000"),
        refers("ratings", "order_id", "orders.id"),
        refers("ratings", "buyer_id", "organisations.id"),
        refers("ratings", "seller_id", "organisations.id"),
        refers("ratings", "rated_by", "people.id"),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_ratings")),
    )
    op.create_index("ix_ratings_seller", "ratings", ["seller_id", "rated_at"])
    op.create_table(
        "seller_scores",
        key("seller_id"),
        day("on_day"),
        number("due", "orders promised for a day of the window"),
        number("kept", "of these, here in time and in full"),
        number("delivered"),
        number("claimed", "of these, with a claim that the seller bore"),
        number("inspected"),
        number("passed"),
        number("asked", "orders to confirm and inquiries to quote"),
        number("answered", "of these, in time"),
        number("ratings"),
        number("stars", "of all ratings together"),
        sa.Column("score", sa.Numeric(5, 1), nullable=True),
        instant("computed_at"),
        check("seller_scores", "within", "kept BETWEEN 0 AND due AND claimed BETWEEN 0 AND delivered AND passed BETWEEN 0 AND inspected"
              " AND answered BETWEEN 0 AND asked AND stars BETWEEN ratings AND 5 * ratings"),
        check("seller_scores", "score", "score BETWEEN 0 AND 100"),
        refers("seller_scores", "seller_id", "organisations.id"),
        sa.PrimaryKeyConstraint("seller_id", "on_day", name=op.f("pk_seller_scores")),
    )  # fmt: skip
    op.execute(f"SELECT pinhuo_protect('ratings', '{BOTH}', '{BUYERS}')")
    op.execute(f"SELECT pinhuo_protect('seller_scores', '{SELLERS}', '(SELECT pinhuo_sees_all())')")


def downgrade() -> None:
    op.drop_table("seller_scores")
    op.drop_table("ratings")
