"""Reserve only what keeps until it is delivered; count what members have promised pools when their month is counted."""

from __future__ import annotations

from alembic import op

from migrations import SQL, run_sql

revision = "0033"
down_revision = "0032"

RESERVE = "stock_reserve(text, uuid[], integer[], timestamptz, timestamptz"
PROMISED = """
CREATE VIEW promised_spending WITH (security_invoker = true) AS
SELECT id AS source_id, buyer_id, person_id, currency, held_minor AS amount_minor FROM commitments WHERE state = 'open'
"""


def upgrade() -> None:
    op.execute(f"DROP FUNCTION {RESERVE})")
    run_sql(op.get_bind(), "stock_reserve")
    op.execute(PROMISED)


def downgrade() -> None:
    op.execute("DROP VIEW promised_spending")
    op.execute(f"DROP FUNCTION {RESERVE}, date)")
    now = (SQL / "stock_reserve.sql").read_text()
    before = now.replace("p_at timestamptz,\n                              p_delivered_on date)", "p_at timestamptz)")
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(before.replace("p_delivered_on", "NULL"))
