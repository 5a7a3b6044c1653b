"""Keep why an organisation is suspended, and tell its owners of permits that end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0056"
down_revision = "0055"

VERBS = (
    "admission.permit_ending", "admission.permit_expired", "parties.organisation_suspended",
    "parties.organisation_reinstated",
)  # fmt: skip
NEWS_VERBS = sa.table("news_verbs", sa.column("verb"))


def upgrade() -> None:
    cause = sa.Column("suspended_for", sa.String(8), nullable=True, comment="a ruling of the platform's, or a permit")
    op.add_column("organisations", cause)
    op.create_check_constraint(
        op.f("ck_organisations_suspended_for"), "organisations", "suspended_for IN ('ruling','permit')"
    )
    op.execute("UPDATE organisations SET suspended_for = 'ruling' WHERE state = 'suspended'")
    told = postgresql.insert(NEWS_VERBS).values([{"verb": verb} for verb in VERBS])
    op.execute(told.on_conflict_do_nothing())


def downgrade() -> None:
    op.execute(sa.delete(NEWS_VERBS).where(NEWS_VERBS.c.verb.in_(VERBS)))
    op.drop_constraint(op.f("ck_organisations_suspended_for"), "organisations")
    op.drop_column("organisations", "suspended_for")
