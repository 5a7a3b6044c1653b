"""Tell of agreements and of what is said about inquiries: until now the other side had to look by itself."""

from __future__ import annotations

from alembic import op

revision = "0085"
down_revision = "0084"

VERBS = (
    "pricing.agreement_offered", "pricing.agreement_withdrawn", "pricing.agreement_accepted",
    "pricing.agreement_declined", "pricing.agreement_ended",
    "quoting.inquiry_declined", "quoting.inquiry_withdrawn", "quoting.message_sent",
)  # fmt: skip


def upgrade() -> None:
    for verb in VERBS:
        op.execute(f"INSERT INTO news_verbs (verb) VALUES ('{verb}') ON CONFLICT DO NOTHING")  # noqa: S608 # constants


def downgrade() -> None:
    for verb in VERBS:
        op.execute(f"DELETE FROM news_verbs WHERE verb = '{verb}'")  # noqa: S608 # constants
