"""Let buyers know how often a seller kept its promised days: two numbers of its newest scorecard, and no more of it."""

from __future__ import annotations

from alembic import op

revision = "0063"
down_revision = "0062"

# Past the policies: a scorecard is its seller's and the platform's.
KEPT = """
CREATE FUNCTION scoring_kept(p_seller uuid, p_since date) RETURNS TABLE (kept integer, due integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.kept, s.due FROM seller_scores s
   WHERE s.seller_id = p_seller AND s.on_day >= p_since AND pinhuo_is_known() ORDER BY s.on_day DESC LIMIT 1
$$
"""


def upgrade() -> None:
    op.execute(KEPT)


def downgrade() -> None:
    op.execute("DROP FUNCTION scoring_kept(uuid, date)")
