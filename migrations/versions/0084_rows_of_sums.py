"""Keep beside a row of sums in an uploaded order what the rows above it come to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"


def upgrade() -> None:
    said = "of a row of sums: what was read above it"
    op.add_column("upload_rows", sa.Column("above", sa.BigInteger(), nullable=True, comment=said))


def downgrade() -> None:
    op.execute("DELETE FROM upload_rows WHERE fault = 'total'")
    op.drop_column("upload_rows", "above")
