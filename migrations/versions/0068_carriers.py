"""Let carriers bear claims, pay for them, or be given up by two people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, minor, refers, word

revision = "0068"
down_revision = "0067"

BEFORE = "recovered_minor + absorbed_minor + taken_back_minor"
TAKEN = "recovered_minor + absorbed_minor + carried_minor + taken_back_minor"
STAFF = "(SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.execute(
        "INSERT INTO ledger_chart (kind, side, owned, limited) VALUES ('carrier_receivable', 'debit', true, true)"
        " ON CONFLICT DO NOTHING"
    )
    op.add_column("claims", key("carrier_id", nullable=True, comment="the carrier that bears it"))
    for name, comment in (
        ("carried_minor", "of what was paid, borne by the carrier"),
        ("carrier_paid_minor", "of that, paid by it"),
        ("given_up_minor", "of that, given up"),
    ):
        op.add_column("claims", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0", comment=comment))
    entries = sa.Column(
        "carrier_payments", sa.Integer(), nullable=False, server_default="0", comment="in so many entries"
    )
    op.add_column("claims", entries)
    op.create_foreign_key(op.f("fk_claims_carrier_id"), "claims", "organisations", ["carrier_id"], ["id"])
    op.create_index("ix_claims_carrier", "claims", ["carrier_id"], postgresql_where=sa.text("carrier_id IS NOT NULL"))
    _checks(TAKEN, "carried_minor >= 0 AND ", "'seller','platform','carrier'")
    op.create_check_constraint(op.f("ck_claims_carrier"), "claims", "carrier_id IS NOT NULL OR carried_minor = 0")
    op.create_check_constraint(
        op.f("ck_claims_carrier_paid"),
        "claims",
        "carrier_paid_minor >= 0 AND given_up_minor >= 0 AND carrier_paid_minor + given_up_minor <= carried_minor",
    )
    op.create_index(
        "uq_organisations_carrier_name",
        "organisations",
        [sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("kind = 'carrier'"),
    )
    _losses()


def _losses() -> None:
    op.create_table(
        "carrier_losses",
        key("id"),
        key("claim_id"),
        minor("amount_minor"),
        word("note", 200, "why it is never paid"),
        word("state", 10),
        key("proposed_by"),
        instant("proposed_at"),
        key("decided_by", nullable=True),
        instant("decided_at", nullable=True),
        word("reason", 200),
        check("carrier_losses", "positive", "amount_minor > 0"),
        check("carrier_losses", "two_people", "decided_by IS DISTINCT FROM proposed_by"),
        check("carrier_losses", "state", "state IN ('proposed','approved','rejected')"),
        check("carrier_losses", "decided", "(state = 'proposed') = (decided_by IS NULL)"),
        refers("carrier_losses", "claim_id", "claims.id"),
        refers("carrier_losses", "proposed_by", "people.id"),
        refers("carrier_losses", "decided_by", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_losses")),
    )
    proposed = sa.text("state = 'proposed'")
    op.create_index("uq_carrier_losses_open", "carrier_losses", ["claim_id"], unique=True, postgresql_where=proposed)
    op.execute(f"SELECT pinhuo_protect('carrier_losses', '{STAFF}', '{STAFF}')")


def _checks(taken: str, more: str, bearers: str) -> None:
    """Say what stands on what was advanced, and who may bear it."""
    for name in ("within_advance", "nothing_left", "bearer"):
        op.drop_constraint(op.f(f"ck_claims_{name}"), "claims")
    op.create_check_constraint(
        op.f("ck_claims_within_advance"),
        "claims",
        f"recovered_minor >= 0 AND absorbed_minor >= 0 AND {more}taken_back_minor >= 0 AND {taken} <= advanced_minor",
    )
    op.create_check_constraint(
        op.f("ck_claims_nothing_left"), "claims", f"closed_at IS NULL OR {taken} = advanced_minor"
    )
    op.create_check_constraint(op.f("ck_claims_bearer"), "claims", f"outcome IN ({bearers})")


def downgrade() -> None:
    op.drop_table("carrier_losses")
    op.drop_index("uq_organisations_carrier_name", "organisations")
    op.drop_constraint(op.f("ck_claims_carrier_paid"), "claims")
    op.drop_constraint(op.f("ck_claims_carrier"), "claims")
    _checks(BEFORE, "", "'seller','platform'")
    for name in ("carrier_payments", "given_up_minor", "carrier_paid_minor", "carried_minor", "carrier_id"):
        op.drop_column("claims", name)
    op.execute("DELETE FROM ledger_chart WHERE kind = 'carrier_receivable'")
