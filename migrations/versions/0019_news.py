"""Tell people what happens: news by page, letter and text message, and what each of them wants to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import SQL, run_sql
from trade.news.rules import VERBS

revision = "0019"
down_revision = "0018"


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    verbs = op.create_table("news_verbs", sa.Column("verb", sa.String(60), nullable=False), sa.PrimaryKeyConstraint("verb", name="pk_news_verbs"))  # fmt: skip
    op.create_table(
        "untold_events",
        sa.Column("event_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["event_number"], ["events.number"], name="fk_untold_events_event_number"),
        sa.PrimaryKeyConstraint("event_number", name="pk_untold_events"),
    )
    _news()
    op.create_table(
        "news_wishes",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_news_wishes_person_id"),
        sa.PrimaryKeyConstraint("person_id", "kind", "channel", name="pk_news_wishes"),
    )
    # Those that are told as this is written; the job that tells them learns of later ones by itself.
    op.bulk_insert(verbs, [{"verb": verb} for verb in sorted(VERBS)])
    run_sql(op.get_bind(), "news")


def _news() -> None:
    op.create_table(
        "news",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("event_number", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False, comment="for which they are told"),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False, comment="of the event"),
        sa.Column(
            "facts", postgresql.JSONB(), nullable=False, comment="what its sentence is filled with; nothing personal"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when it happened"),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        instant("next_at"),
        instant("told_at", nullable=True),
        instant("read_at", nullable=True),
        sa.CheckConstraint("channel IN ('page','mail','text')", name=op.f("ck_news_channel")),
        sa.CheckConstraint("state IN ('waiting','told','given_up')", name=op.f("ck_news_state")),
        sa.CheckConstraint("channel = 'page' OR read_at IS NULL", name=op.f("ck_news_read_on_a_page")),
        sa.ForeignKeyConstraint(["event_number"], ["events.number"], name="fk_news_event_number"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_news_person_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_news_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_news"),
        sa.UniqueConstraint("event_number", "person_id", "channel", name="uq_news_event_number_person_id_channel"),
    )
    page = sa.text("channel = 'page'")
    unread = sa.text("channel = 'page' AND read_at IS NULL")
    op.create_index("ix_news_newest", "news", ["person_id", "organisation_id", "event_number"], postgresql_where=page)
    op.create_index("ix_news_unread", "news", ["person_id", "organisation_id"], postgresql_where=unread)
    op.create_index("ix_news_due", "news", ["next_at"], postgresql_where=sa.text("state = 'waiting'"))
    op.create_index("ix_news_at", "news", ["at"])


def downgrade() -> None:
    op.execute("DROP TRIGGER note_news ON events")
    op.execute("DROP FUNCTION news_note(); DROP FUNCTION parties_viewer(bytea, timestamptz)")
    for table in ("news_wishes", "news", "untold_events", "news_verbs"):
        op.drop_table(table)
    before = (SQL / "parties.sql").read_text().partition("CREATE FUNCTION parties_viewer(")[2].partition("$$;")[0]
    op.execute(sa.text(f"CREATE FUNCTION parties_viewer({before}$$;".replace(":", "\\:")))
