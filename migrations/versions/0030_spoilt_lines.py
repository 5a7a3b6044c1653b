"""Let an order line say how much of it no lot is left for that keeps, and let its buyer be told."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    told = sa.Column("spoilt", sa.Integer(), nullable=False, server_default="0", comment="keeps no longer: told to its buyer")  # fmt: skip
    op.add_column("order_lines", told)
    op.create_check_constraint(op.f("ck_order_lines_spoilt"), "order_lines", "spoilt BETWEEN 0 AND quantity")
    op.create_index("ix_order_lines_spoilt", "order_lines", ["order_id"], postgresql_where=sa.text("spoilt > 0"))
    op.execute("INSERT INTO news_verbs (verb) VALUES ('ordering.goods_spoilt') ON CONFLICT DO NOTHING")


def downgrade() -> None:
    op.execute("DELETE FROM news_verbs WHERE verb = 'ordering.goods_spoilt'")
    op.drop_index("ix_order_lines_spoilt", "order_lines")
    op.drop_constraint(op.f("ck_order_lines_spoilt"), "order_lines")
    op.drop_column("order_lines", "spoilt")
