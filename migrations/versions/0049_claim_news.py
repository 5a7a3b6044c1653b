"""Let people be told of claims."""

from alembic import op

revision = "0049"
down_revision = "0048"

VERBS = (
    "advanced", "advanced_by_clock", "claim_accepted", "claim_disputed", "claim_decided", "claim_rejected", "message_sent",
    "claim_made", "seller_silent",
)  # fmt: skip


def upgrade() -> None:
    for verb in VERBS:
        op.execute(f"INSERT INTO news_verbs (verb) VALUES ('claims.{verb}') ON CONFLICT DO NOTHING")  # noqa: S608 # constants


def downgrade() -> None:
    for verb in VERBS:
        op.execute(f"DELETE FROM news_verbs WHERE verb = 'claims.{verb}'")  # noqa: S608 # constants
