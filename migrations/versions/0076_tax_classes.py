"""Let sellers have a rate for each class of goods, and products be of one."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"

RULE = Path(__file__).parents[1] / "sql" / "tax_classes.sql"
RATED, NIL = "tax_class IN ('standard','reduced')", "tax_class IN ('zero','exempt') AND tax_rate = 0"
CHECKS = {
    "seller_tax_rates": RATED,
    "products": "tax_class IN ('standard','reduced','zero','exempt')",
    "order_lines": f"{RATED} OR {NIL}",
    "paper_lines": f"{RATED} OR {NIL} AND tax_minor = 0",
}
COMMENTS = {"seller_tax_rates": "others are always nothing", "order_lines": "of its goods, frozen"}
INDEX = "ix_seller_tax_rates_in_force"
NEWEST = ["in_force_from", "said_at", "id"]


def upgrade() -> None:
    for table, condition in CHECKS.items():
        comment = COMMENTS.get(table)
        # What was said, sold and issued until now is of the class that all goods had.
        op.add_column(
            table, sa.Column("tax_class", sa.String(8), server_default="standard", nullable=False, comment=comment)
        )
        op.create_check_constraint(op.f(f"ck_{table}_tax_class"), table, condition)
    op.drop_index(INDEX, "seller_tax_rates")
    op.create_index(INDEX, "seller_tax_rates", ["seller_id", "tax_class", *NEWEST])
    op.execute(RULE.read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("DROP TRIGGER rated ON products")
    op.execute("DROP FUNCTION catalogue_rated()")
    op.drop_index(INDEX, "seller_tax_rates")
    op.create_index(INDEX, "seller_tax_rates", ["seller_id", *NEWEST])
    for table in CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_tax_class"), table, type_="check")
        op.drop_column(table, "tax_class")
