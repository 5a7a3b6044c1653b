"""Keep delivery addresses, spending limits of members, and sellers' terms for orders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for name in ("order_limit_minor", "month_limit_minor"):
        comment = "empty: no limit; 0: all needs approval"
        op.add_column("members", sa.Column(name, sa.BigInteger(), nullable=True, comment=comment))
    op.create_check_constraint(
        op.f("ck_members_limits"), "members", "order_limit_minor >= 0 AND month_limit_minor >= 0"
    )
    op.add_column(
        "organisations",
        sa.Column(
            "order_minimum_minor",
            sa.BigInteger(),
            nullable=False,
            server_default="0",
            comment="what an order to it comes to at least",
        ),
    )
    op.add_column(
        "organisations",
        sa.Column(
            "lead_days",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="days it needs before it can deliver",
        ),
    )
    op.create_check_constraint(
        op.f("ck_organisations_terms"), "organisations", "order_minimum_minor >= 0 AND lead_days BETWEEN 0 AND 365"
    )
    op.alter_column(
        "organisations",
        "address",
        comment="its own; goods go there where it names no other",
        existing_comment="where goods are delivered",
        existing_type=sa.Text(),
        existing_nullable=False,
    )
    op.create_table(
        "addresses",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False, comment="what its people call it"),
        sa.Column("recipient", sa.String(length=120), nullable=False, comment="who takes the goods, with a number"),
        sa.Column("lines", sa.Text(), nullable=False, comment="street, town, postcode"),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT is_default OR archived_at IS NULL", name=op.f("ck_addresses_default_is_kept")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_addresses_organisation_id")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_addresses_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_organisation_id"), "addresses", ["organisation_id"])
    op.create_index(
        "uq_addresses_default", "addresses", ["organisation_id"], unique=True, postgresql_where=sa.text("is_default")
    )
    run_sql(op.get_bind(), "address_policies")


def downgrade() -> None:
    op.drop_table("addresses")
    op.alter_column(
        "organisations",
        "address",
        comment="where goods are delivered",
        existing_comment="its own; goods go there where it names no other",
        existing_type=sa.Text(),
        existing_nullable=False,
    )
    op.drop_constraint(op.f("ck_organisations_terms"), "organisations")
    op.drop_column("organisations", "lead_days")
    op.drop_column("organisations", "order_minimum_minor")
    op.drop_constraint(op.f("ck_members_limits"), "members")
    op.drop_column("members", "month_limit_minor")
    op.drop_column("members", "order_limit_minor")
