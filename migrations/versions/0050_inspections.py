"""Keep inspections of goods, and hold back from sale what failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import insert

from migrations import run_sql
from migrations.columns import check, day, instant, key, number, prose, refers, word

revision = "0050"
down_revision = "0049"

NEWS = sa.table("news_verbs", sa.column("verb"))
VERBS = ("quality.product_held_back", "quality.product_let_go", "ordering.held_back_cancelled")


def upgrade() -> None:
    _products()
    op.add_column("order_lines", instant("cleared_at", nullable=True, comment="may leave although its product was held back before"))  # fmt: skip
    _inspections()
    _criteria()
    run_sql(op.get_bind(), "quality")
    op.execute(insert(NEWS).values([{"verb": verb} for verb in VERBS]).on_conflict_do_nothing())


def _products() -> None:
    op.add_column("products", instant("held_back_at", nullable=True, comment="not sold since then, whatever its seller wants"))  # fmt: skip
    wanted = sa.Column("state_wanted", sa.String(12), nullable=True, comment="what its seller wants of it meanwhile")
    op.add_column("products", wanted)
    _states("'draft','offered','withdrawn','held_back'")
    op.create_check_constraint(
        op.f("ck_products_held_back"), "products",
        "(state = 'held_back') = (held_back_at IS NOT NULL)"
        " AND (state = 'held_back') = (state_wanted IS NOT NULL) AND state_wanted <> 'held_back'",
    )  # fmt: skip


def _states(states: str) -> None:
    op.drop_constraint(op.f("ck_products_state"), "products")
    op.create_check_constraint(op.f("ck_products_state"), "products", f"state IN ({states})")


def _inspections() -> None:
    op.create_table(
        "inspections",
        key("id"),
        word("reference", 12),
        key("seller_id"),
        key("product_id"),
        word("lot", 40, "the maker's number; empty where there is none"),
        number("lot_size", "units of which the sample is drawn"),
        word("level", 3),
        *(sa.Column(name, sa.Numeric(6, 3), nullable=False) for name in ("aql_major", "aql_minor")),
        day("planned_on"),
        key("planned_by"),
        instant("planned_at"),
        word("state", 10),
        sa.Column("verdict", sa.String(4), nullable=True),
        word("inspector", 120, "who looked: a person or a body"),
        prose("words", "what was seen"),
        key("report_id", nullable=True),
        key("recorded_by", nullable=True),
        instant("recorded_at", nullable=True),
        key("decided_by", nullable=True),
        instant("decided_at", nullable=True),
        prose("reason", "why it was called off or set aside"),
        sa.Column("holds", sa.Boolean(), nullable=False, server_default="false"),
        key("lifted_by_id", nullable=True, comment="which later one let go"),
        check("inspections", "state", "state IN ('planned','recorded','passed','failed','set_aside','called_off')"),
        check("inspections", "sampling", "level IN ('I','II','III') AND lot_size > 1"),
        check("inspections", "verdict", "verdict IN ('pass','fail')"),
        check("inspections", "recorded", "(state IN ('planned','called_off')) = (verdict IS NULL)"
              " AND (verdict IS NULL) = (recorded_by IS NULL) AND (verdict IS NULL) = (recorded_at IS NULL)"),
        check("inspections", "ended", "(state <> 'passed' OR verdict = 'pass') AND (state <> 'failed' OR verdict = 'fail')"),
        check("inspections", "two_people", "decided_by <> recorded_by"),
        check("inspections", "decided", "state NOT IN ('failed','set_aside') OR decided_by IS NOT NULL"),
        check("inspections", "holds", "NOT holds OR verdict = 'fail' AND state IN ('recorded','failed')"),
        check("inspections", "lifted", "lifted_by_id IS NULL OR NOT holds AND lifted_by_id <> id"),
        refers("inspections", "seller_id", "organisations.id"),
        refers("inspections", "product_id", "products.id"),
        refers("inspections", "report_id", "files.id"),
        refers("inspections", "lifted_by_id", "inspections.id"),
        *(refers("inspections", column, "people.id") for column in ("planned_by", "recorded_by", "decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sa.UniqueConstraint("reference", name=op.f("uq_inspections_reference")),
    )  # fmt: skip
    op.create_index("ix_inspections_product", "inspections", ["product_id", "planned_at"])
    op.create_index("ix_inspections_seller", "inspections", ["seller_id", "planned_at"])
    op.create_index("ix_inspections_holding", "inspections", ["product_id"], postgresql_where=sa.text("holds"))
    waiting = sa.text("state = 'recorded'")
    op.create_index("ix_inspections_waiting", "inspections", ["recorded_at"], postgresql_where=waiting)


def _criteria() -> None:
    op.create_table(
        "inspection_criteria",
        key("inspection_id"),
        word("grade", 8),
        number("position"),
        key("seller_id"),
        number("size"),
        number("accepts"),
        sa.Column("found", sa.Integer(), nullable=True),
        check("inspection_criteria", "grade", "grade IN ('critical','major','minor')"),
        check("inspection_criteria", "accepts", "size > 0 AND accepts BETWEEN 0 AND size"),
        check("inspection_criteria", "found", "found BETWEEN 0 AND size"),
        refers("inspection_criteria", "inspection_id", "inspections.id"),
        sa.PrimaryKeyConstraint("inspection_id", "grade", name=op.f("pk_inspection_criteria")),
    )


def downgrade() -> None:
    op.execute(sa.delete(NEWS).where(NEWS.c.verb.in_(VERBS)))
    op.drop_table("inspection_criteria")
    op.drop_table("inspections")
    op.execute("DROP TRIGGER keeps_held_back ON products")
    op.execute("DROP FUNCTION products_keep_held_back")
    op.drop_column("order_lines", "cleared_at")
    op.drop_constraint(op.f("ck_products_held_back"), "products")
    op.execute("UPDATE products SET state = state_wanted WHERE state = 'held_back'")
    op.drop_column("products", "state_wanted")
    op.drop_column("products", "held_back_at")
    _states("'draft','offered','withdrawn'")
