"""Let two people give up what a seller never pays of a late claim."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, minor, refers, word

revision = "0080"
down_revision = "0079"

STAFF = "(SELECT pinhuo_sees_all())"


def upgrade() -> None:
    table = "recovery_write_offs"
    op.create_table(
        table,
        key("id"),
        key("recovery_id"),
        minor("amount_minor"),
        word("note", 200, "why it is never paid"),
        word("state", 10),
        key("proposed_by"),
        instant("proposed_at"),
        key("decided_by", nullable=True),
        instant("decided_at", nullable=True),
        word("reason", 200),
        check(table, "positive", "amount_minor > 0"),
        check(table, "two_people", "decided_by IS DISTINCT FROM proposed_by"),
        check(table, "state", "state IN ('proposed','approved','rejected')"),
        check(table, "decided", "(state = 'proposed') = (decided_by IS NULL)"),
        refers(table, "recovery_id", "recoveries.id"),
        refers(table, "proposed_by", "people.id"),
        refers(table, "decided_by", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    proposed = sa.text("state = 'proposed'")
    op.create_index(f"uq_{table}_open", table, ["recovery_id"], unique=True, postgresql_where=proposed)
    op.execute(f"SELECT pinhuo_protect('{table}', '{STAFF}', '{STAFF}')")


def downgrade() -> None:
    op.drop_table("recovery_write_offs")
