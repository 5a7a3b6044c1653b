"""Tell organisations' own systems what happens: webhooks, and the notices sent to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("types", postgresql.ARRAY(sa.String(40)), nullable=False),
        sa.Column(
            "verbs", postgresql.ARRAY(sa.String(60)), nullable=False, comment="the events that its types stand for"
        ),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False, comment="of its secret"),
        sa.Column(
            "rotated_at", sa.DateTime(timezone=True), nullable=True, comment="when the secret before was replaced"
        ),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="removed by its owner"),
        sa.CheckConstraint("state IN ('active','paused','disabled')", name=op.f("ck_webhooks_state")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_webhooks_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index(op.f("ix_webhooks_organisation_id"), "webhooks", ["organisation_id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("webhook_id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("event_number", sa.BigInteger(), nullable=True, comment="none for a test"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting','heard','parked')", name=op.f("ck_notices_state")),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name=op.f("fk_notices_webhook_id")),
        sa.ForeignKeyConstraint(["event_number"], ["events.number"], name=op.f("fk_notices_event_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("webhook_id", "event_number", name=op.f("uq_notices_webhook_id_event_number")),
    )
    op.create_index(
        "ix_notices_due", "notices", ["webhook_id", "next_at"], postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index("ix_notices_newest", "notices", ["webhook_id", "at", "id"])
    op.create_table(
        "notice_attempts",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("notice_id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True, comment="none: nobody answered"),
        sa.Column("answer", sa.Text(), nullable=False, comment="how the answer began, or what went wrong"),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_attempts_notice_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notice_attempts")),
    )
    op.create_index("ix_notice_attempts_notice", "notice_attempts", ["notice_id", "number"])
    run_sql(op.get_bind(), "notices")


def downgrade() -> None:
    op.execute("DROP TRIGGER announce ON events")
    op.execute("DROP FUNCTION notices_announce()")
    op.drop_table("notice_attempts")
    op.drop_table("notices")
    op.drop_table("webhooks")
