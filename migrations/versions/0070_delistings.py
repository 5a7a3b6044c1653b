"""Let two people take a seller off the market, and a third judge its appeal."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.columns import check, instant, key, prose, refers, word

revision = "0070"
down_revision = "0069"

POLICIES = Path(__file__).parents[1] / "sql" / "delistings.sql"
VERBS = ("admission.delisted", "admission.delisting_confirmed", "admission.delisting_lifted")
NEWS_VERBS = sa.table("news_verbs", sa.column("verb"))
STANDING = "state IN ('proposed','delisted','appealed','confirmed')"
WAITING = "state IN ('proposed','appealed')"
CHECKS = {
    "state": "state IN ('proposed','dropped','delisted','appealed','confirmed','lifted')",
    "shown": "reason <> '' AND cardinality(evidence) <= 6 AND cardinality(appeal_files) <= 6",
    "two_people": "decided_by <> proposed_by",
    "third_person": "judged_by <> proposed_by AND judged_by <> decided_by",
    "decided": "(state = 'proposed') = (decided_by IS NULL)",
    "appeal_until": "state IN ('proposed','dropped') OR appeal_until IS NOT NULL",
    "appealed": "(state IN ('appealed','confirmed','lifted')) = (appealed_at IS NOT NULL)",
    "judged": "(state IN ('confirmed','lifted')) = (judged_by IS NOT NULL)",
    "words": "(state NOT IN ('confirmed','lifted') OR answer <> '') AND (appealed_at IS NULL OR appeal <> '')",
}


def upgrade() -> None:
    _causes("'ruling','permit','delisted'", "a ruling of the platform's, a permit, or for good")
    op.create_table(
        "delistings",
        key("id"),
        word("reference", 12),
        key("seller_id"),
        word("state", 9),
        prose("reason", "as the seller reads it"),
        _files("evidence", "files of the platform's"),
        key("proposed_by"),
        instant("proposed_at"),
        key("decided_by", nullable=True),
        instant("decided_at", nullable=True),
        prose("dropped_because", "why it was not done"),
        sa.Column("stood_for", sa.String(8), nullable=True, comment="why the seller was suspended already, if it was"),
        instant("appeal_until", nullable=True),
        prose("appeal", "the seller's own words"),
        _files("appeal_files", "files of the seller's"),
        key("appealed_by", nullable=True),
        instant("appealed_at", nullable=True),
        key("judged_by", nullable=True, comment="who decided the appeal"),
        instant("judged_at", nullable=True),
        prose("answer", "why the appeal was decided so"),
        *(check("delistings", name, condition) for name, condition in CHECKS.items()),
        refers("delistings", "seller_id", "organisations.id"),
        *(refers("delistings", who, "people.id") for who in ("proposed_by", "decided_by", "appealed_by", "judged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delistings")),
        sa.UniqueConstraint("reference", name=op.f("uq_delistings_reference")),
    )
    op.create_index("ix_delistings_seller", "delistings", ["seller_id", "proposed_at"])
    op.create_index(
        "uq_delistings_standing", "delistings", ["seller_id"], unique=True, postgresql_where=sa.text(STANDING)
    )
    op.create_index("ix_delistings_waiting", "delistings", ["proposed_at"], postgresql_where=sa.text(WAITING))
    op.execute(POLICIES.read_text(encoding="utf-8"))
    told = postgresql.insert(NEWS_VERBS).values([{"verb": verb} for verb in VERBS])
    op.execute(told.on_conflict_do_nothing())


def downgrade() -> None:
    op.execute(sa.delete(NEWS_VERBS).where(NEWS_VERBS.c.verb.in_(VERBS)))
    op.drop_table("delistings")
    op.execute("UPDATE organisations SET suspended_for = 'ruling' WHERE suspended_for = 'delisted'")
    _causes("'ruling','permit'", "a ruling of the platform's, or a permit")


def _causes(known: str, comment: str) -> None:
    op.drop_constraint(op.f("ck_organisations_suspended_for"), "organisations")
    op.create_check_constraint(op.f("ck_organisations_suspended_for"), "organisations", f"suspended_for IN ({known})")
    op.alter_column(
        "organisations", "suspended_for", existing_type=sa.String(8), existing_nullable=True, comment=comment
    )


def _files(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.ARRAY(sa.UUID()), nullable=False, comment=comment)
