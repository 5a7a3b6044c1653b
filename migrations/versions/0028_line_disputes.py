"""Let sellers dispute lines of their statements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, key

revision = "0028"
down_revision = "0027"

TABLE = "line_disputes"
OWN = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.create_table(
        TABLE,
        key("id"),
        key("order_line_id", "statement_lines.order_line_id"),
        key("statement_id", "statements.id"),
        key("seller_id", "organisations.id"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        key("asked_by", "people.id"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(500), nullable=False),
        key("answered_by", "people.id", nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_minor", sa.BigInteger(), nullable=False, comment="commission given back"),
        key("item_id", "statement_items.id", nullable=True),
        check(TABLE, "state", "state IN ('open','corrected','declined','withdrawn')"),
        check(TABLE, "answered", "(state = 'open') = (answered_at IS NULL)"),
        check(TABLE, "corrected", "(state = 'corrected') = (item_id IS NOT NULL) AND corrected_minor >= 0"),
        check(TABLE, "amount", "(state = 'corrected') = (corrected_minor > 0)"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(
        f"uq_{TABLE}_open", TABLE, ["order_line_id"], unique=True, postgresql_where=sa.text("state = 'open'")
    )
    op.create_index(f"ix_{TABLE}_statement", TABLE, ["statement_id"])
    op.create_index(f"ix_{TABLE}_line", TABLE, ["order_line_id"])
    op.execute(f"SELECT pinhuo_protect('{TABLE}', '{OWN}', '{OWN}')")


def downgrade() -> None:
    op.drop_table(TABLE)
