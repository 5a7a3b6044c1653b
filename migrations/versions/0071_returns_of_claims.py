"""Let the goods of a claim go back before their seller bears it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, number, refers, word

revision = "0071"
down_revision = "0070"

VERBS = ("return_asked", "return_sent", "return_arrived", "return_short", "return_missed")
BEFORE = "state IN ('asked','disputed','unanswered','replacing','settled','rejected','withdrawn')"
STATES = "state IN ('asked','disputed','unanswered','replacing','returning','settled','rejected','withdrawn')"
BOTH = "buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"


def upgrade() -> None:
    _states(STATES)
    silence = "unless the seller has said by then what arrived, all did"
    op.create_table(
        "claim_returns",
        key("claim_id"),
        key("buyer_id"),
        key("seller_id"),
        key("asked_by"),
        instant("asked_at"),
        instant("send_by"),
        word("carrier", 80, "with whom the buyer sent them"),
        word("tracking", 80),
        instant("sent_at", nullable=True),
        instant("arrive_by", nullable=True, comment=silence),
        instant("arrived_at", nullable=True, comment="when the seller said what arrived, or it counted so"),
        instant("missed_at", nullable=True, comment="when it was noted that they were not sent"),
        check(
            "claim_returns", "sent", "(sent_at IS NULL) = (arrive_by IS NULL) AND (sent_at IS NULL) = (carrier = '')"
        ),
        check("claim_returns", "missed", "missed_at IS NULL OR (sent_at IS NULL AND arrived_at IS NULL)"),
        refers("claim_returns", "claim_id", "claims.id"),
        refers("claim_returns", "asked_by", "people.id"),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_returns")),
    )
    open_ways = sa.text("arrived_at IS NULL AND missed_at IS NULL")
    op.create_index("ix_claim_returns_open", "claim_returns", ["send_by"], postgresql_where=open_ways)
    _lines()
    for table in ("claim_returns", "returned_lines"):
        op.execute(f"SELECT pinhuo_protect('{table}', '{BOTH}', '{BOTH}')")
    op.execute("SELECT pinhuo_append_only('returned_lines')")
    for verb in VERBS:
        op.execute(f"INSERT INTO news_verbs (verb) VALUES ('claims.{verb}') ON CONFLICT DO NOTHING")  # noqa: S608 # constants


def _lines() -> None:
    line = ["claim_id", "order_line_id"]
    op.create_table(
        "returned_lines",
        key("claim_id"),
        key("order_line_id"),
        key("buyer_id"),
        key("seller_id"),
        number("arrived"),
        check("returned_lines", "arrived", "arrived >= 0"),
        sa.ForeignKeyConstraint(
            line, [f"claim_lines.{name}" for name in line], name=op.f("fk_returned_lines_claim_id")
        ),
        sa.PrimaryKeyConstraint(*line, name=op.f("pk_returned_lines")),
    )


def downgrade() -> None:
    for verb in VERBS:
        op.execute(f"DELETE FROM news_verbs WHERE verb = 'claims.{verb}'")  # noqa: S608 # constants
    op.drop_table("returned_lines")
    op.drop_table("claim_returns")
    op.execute("UPDATE claims SET state = 'asked' WHERE state = 'returning'")
    _states(BEFORE)


def _states(known: str) -> None:
    op.drop_constraint(op.f("ck_claims_state"), "claims")
    op.create_check_constraint(op.f("ck_claims_state"), "claims", known)
