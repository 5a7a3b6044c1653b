"""Take what is refunded of an order off what was given up of its invoice, before anything goes to the wallet."""

import sqlalchemy as sa
from alembic import op

from migrations import SQL, run_sql

revision = "0039"
down_revision = "0038"

DROP = "DROP FUNCTION credit_take_off"
CONDITION = "recovered_minor BETWEEN 0 AND written_off_minor"


def upgrade() -> None:
    back = sa.Column("recovered_minor", sa.BigInteger(), nullable=False, server_default="0", comment="of what was written off: refunded to the platform")  # fmt: skip
    op.add_column("credit_invoices", back)
    op.create_check_constraint(op.f("ck_credit_invoices_recovered"), "credit_invoices", CONDITION)
    op.execute(DROP)
    run_sql(op.get_bind(), "credit_take_off")


def downgrade() -> None:
    op.execute(DROP)
    op.drop_constraint(op.f("ck_credit_invoices_recovered"), "credit_invoices")
    op.drop_column("credit_invoices", "recovered_minor")
    shipped = (SQL / "credit.sql").read_text()
    begins = shipped.index("CREATE FUNCTION credit_take_off")
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(shipped[begins : shipped.index("$$;", begins) + 3])
