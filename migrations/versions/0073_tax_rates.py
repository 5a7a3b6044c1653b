"""Let sellers say which tax their prices hold."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, day, instant, key, rate, refers

revision = "0073"
down_revision = "0072"

POLICIES = Path(__file__).parents[1] / "sql" / "tax_rates.sql"


def upgrade() -> None:
    op.create_table(
        "seller_tax_rates",
        key("id"),
        key("seller_id"),
        rate("rate", comment="of the price without tax: 0.2 is a fifth of that, a sixth of what is paid"),
        day("in_force_from", comment="the seller's day"),
        key("said_by"),
        instant("said_at"),
        check("seller_tax_rates", "rate", "rate >= 0 AND rate < 1"),
        refers("seller_tax_rates", "seller_id", "organisations.id"),
        refers("seller_tax_rates", "said_by", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seller_tax_rates")),
    )
    op.create_index("ix_seller_tax_rates_in_force", "seller_tax_rates", ["seller_id", "in_force_from", "said_at", "id"])
    op.execute(POLICIES.read_text(encoding="utf-8"))
    # What stands in the tables was written before there were rates.
    op.create_check_constraint(
        op.f("ck_order_lines_tax"), "order_lines",
        "tax_rate >= 0 AND tax_rate < 1 AND tax_minor = round(gross_minor * tax_rate / (1 + tax_rate))",
    )  # fmt: skip


def downgrade() -> None:
    op.drop_constraint(op.f("ck_order_lines_tax"), "order_lines")
    op.drop_table("seller_tax_rates")
