"""Let sellers ask for another look at goods that failed an inspection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, prose, refers

revision = "0065"
down_revision = "0064"

OWN = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.create_table(
        "reinspections",
        key("inspection_id", comment="the one that failed"),
        key("seller_id"),
        prose("words", "what its seller has put right"),
        key("asked_by"),
        instant("asked_at"),
        key("planned_id", nullable=True, comment="which one answers it"),
        check("reinspections", "words", "words <> ''"),
        check("reinspections", "another", "planned_id <> inspection_id"),
        refers("reinspections", "inspection_id", "inspections.id"),
        refers("reinspections", "seller_id", "organisations.id"),
        refers("reinspections", "asked_by", "people.id"),
        refers("reinspections", "planned_id", "inspections.id"),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_reinspections")),
    )
    op.create_index(
        "ix_reinspections_open", "reinspections", ["asked_at"], postgresql_where=sa.text("planned_id IS NULL")
    )
    op.execute(f"SELECT pinhuo_protect('reinspections', '{OWN}', '{OWN}')")


def downgrade() -> None:
    op.drop_table("reinspections")
