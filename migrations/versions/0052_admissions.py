"""Let organisations apply by themselves, show permits, and be let in by two people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.columns import check, day, instant, key, prose, refers, word

revision = "0052"
down_revision = "0051"

STATES = "state IN ('invited','applied',{}'admitted','suspended')"
MINE = "organisation_id = (SELECT pinhuo_organisation())"
OWN = f"{MINE} OR (SELECT pinhuo_sees_all())"
JUDGED = {
    "admissions": "state NOT IN ('checked','approved')",
    "permits": "state IN ('given','returned','replaced')",
    "admission_messages": "NOT is_ours",
}
"""What an organisation may write of its own: never that somebody has found it in order."""
VERBS = (
    "admission.returned", "admission.approved", "admission.refused", "admission.question_asked",
    "admission.permit_returned",
)  # fmt: skip

NEWS_VERBS = sa.table("news_verbs", sa.column("verb"))


def upgrade() -> None:
    op.drop_constraint(op.f("ck_organisations_state"), "organisations")
    op.create_check_constraint(op.f("ck_organisations_state"), "organisations", STATES.format("'refused',"))
    _admissions()
    _permits()
    _messages()
    for table, theirs in JUDGED.items():
        writes = f"(SELECT pinhuo_sees_all()) OR ({MINE} AND {theirs})".replace("'", "''")
        op.execute(f"SELECT pinhuo_protect('{table}', '{OWN}', '{writes}')")
        op.execute(f"ALTER POLICY party_changes ON {table} USING ({OWN})")
    op.execute("SELECT pinhuo_append_only('admission_messages')")
    told = postgresql.insert(NEWS_VERBS).values([{"verb": verb} for verb in VERBS])
    op.execute(told.on_conflict_do_nothing())


def _admissions() -> None:
    op.create_table(
        "admissions",
        key("organisation_id"),
        word("reference", 12),
        word("state", 10),
        word("country", 2, "ISO 3166-1 alpha-2: whose registers its numbers stand in"),
        word("contact", 120, "who answers questions, with a number"),
        prose("story", "what it sells or buys, in its own words"),
        sa.Column("sells_food", sa.Boolean(), nullable=False),
        instant("created_at"),
        instant("submitted_at", nullable=True),
        key("checked_by", nullable=True),
        instant("checked_at", nullable=True),
        key("decided_by", nullable=True),
        instant("decided_at", nullable=True),
        prose("reason", "why it was sent back or refused"),
        check("admissions", "state", "state IN ('draft','submitted','checked','returned','approved','refused')"),
        check("admissions", "two_people", "decided_by <> checked_by"),
        check("admissions", "checked", "state NOT IN ('checked','approved') OR checked_by IS NOT NULL"),
        check("admissions", "approved", "state <> 'approved' OR decided_by IS NOT NULL"),
        check("admissions", "reason", "state NOT IN ('returned','refused') OR reason <> ''"),
        refers("admissions", "organisation_id", "organisations.id"),
        refers("admissions", "checked_by", "people.id"),
        refers("admissions", "decided_by", "people.id"),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_admissions")),
        sa.UniqueConstraint("reference", name=op.f("uq_admissions_reference")),
    )
    waiting = sa.text("state IN ('submitted','checked')")
    op.create_index("ix_admissions_waiting", "admissions", ["submitted_at"], postgresql_where=waiting)


def _permits() -> None:
    op.create_table(
        "permits",
        key("id"),
        key("organisation_id"),
        word("kind", 8),
        word("state", 8),
        word("number", 40, "checked, in one spelling"),
        day("last_day", nullable=True, comment="on which it still holds; empty: without an end"),
        sa.Column("documents", postgresql.ARRAY(sa.UUID()), nullable=False, comment="files"),
        key("given_by", nullable=True),
        instant("given_at"),
        key("judged_by", nullable=True),
        instant("judged_at", nullable=True),
        prose("reason", "why it was returned"),
        sa.Column("warned", sa.Integer(), nullable=True, comment="days before its end that were told last"),
        check("permits", "kind", "kind IN ('business','food','tax')"),
        check("permits", "state", "state IN ('given','returned','accepted','expired','replaced')"),
        check("permits", "judged", "state IN ('given','replaced') OR judged_by IS NOT NULL"),
        check("permits", "reason", "state <> 'returned' OR reason <> ''"),
        check("permits", "shown", "number <> '' AND cardinality(documents) BETWEEN 1 AND 6"),
        refers("permits", "organisation_id", "organisations.id"),
        refers("permits", "given_by", "people.id"),
        refers("permits", "judged_by", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permits")),
    )
    op.create_index("ix_permits_organisation_id", "permits", ["organisation_id"])
    own, accepted = ["organisation_id", "kind"], sa.text("state = 'accepted'")
    shown = sa.text("state IN ('given','returned')")
    op.create_index("uq_permits_shown", "permits", own, unique=True, postgresql_where=shown)
    op.create_index("uq_permits_accepted", "permits", own, unique=True, postgresql_where=accepted)
    op.create_index("ix_permits_ending", "permits", ["last_day"], postgresql_where=accepted)


def _messages() -> None:
    op.create_table(
        "admission_messages",
        key("id"),
        key("organisation_id", comment="whose admission it is about"),
        sa.Column("is_ours", sa.Boolean(), nullable=False, comment="written by the platform"),
        key("person_id"),
        prose("text"),
        instant("at"),
        refers("admission_messages", "organisation_id", "organisations.id"),
        refers("admission_messages", "person_id", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_messages")),
    )
    op.create_index("ix_admission_messages_organisation", "admission_messages", ["organisation_id", "at"])


def downgrade() -> None:
    op.execute(sa.delete(NEWS_VERBS).where(NEWS_VERBS.c.verb.in_(VERBS)))
    for table in ("admission_messages", "permits", "admissions"):
        op.drop_table(table)
    op.execute("UPDATE organisations SET state = 'applied' WHERE state = 'refused'")
    op.drop_constraint(op.f("ck_organisations_state"), "organisations")
    op.create_check_constraint(op.f("ck_organisations_state"), "organisations", STATES.format(""))
