"""Lay the first market: parties, catalogue, prices, stock, orders, books, settlement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql

revision = "0001"
down_revision = None


def upgrade() -> None:
    for extension in ("pg_trgm", "btree_gist"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    run_sql(op.get_bind(), "ladders")
    run_sql(op.get_bind(), "access")
    op.create_table(
        "categories",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("commission_rate", sa.Numeric(precision=7, scale=6), nullable=False),
        sa.CheckConstraint("commission_rate >= 0 AND commission_rate < 1", name=op.f("ck_categories_commission_rate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("slug", name=op.f("uq_categories_slug")),
    )
    op.create_table(
        "commands",
        sa.Column("owner", sa.UUID(), nullable=False, comment="person, or zero for visitors"),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("input_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("pk_commands")),
    )
    op.create_table(
        "events",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False, comment="area.what_happened, past tense"),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True, comment="by reference, so that it can be erased"),
        sa.Column("organisation_id", sa.UUID(), nullable=True, comment="the organisation acted for"),
        sa.Column(
            "parties", postgresql.ARRAY(sa.UUID()), nullable=False, comment="organisations that may read this event"
        ),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
    )
    op.create_index("ix_events_subject", "events", ["subject", "subject_id", "number"], unique=False)
    op.create_table(
        "ledger_chart",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("side", sa.String(length=6), nullable=False),
        sa.Column("owned", sa.Boolean(), nullable=False),
        sa.Column("limited", sa.Boolean(), nullable=False),
        sa.CheckConstraint("side IN ('debit', 'credit')", name=op.f("ck_ledger_chart_side")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_ledger_chart")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source_key", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of key, time and postings"),
        sa.Column(
            "transaction_id",
            sa.BigInteger(),
            nullable=False,
            comment="PostgreSQL transaction that made it: postings must be of the same",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("source_key", name=op.f("uq_ledger_entries_source_key")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("arguments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="when the sweeper queues it (again)"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_due", "outbox", ["due_at"], unique=False, postgresql_where=sa.text("done_at IS NULL"))
    op.create_table(
        "people",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False, comment="argon2id; empty: cannot sign in"),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False, comment="a code counts once"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_people_reachable")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_people_phone")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_table(
        "ledger_seals",
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False, comment="SHA-256 of chain before and hash"),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_seals_entry_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_ledger_seals")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_ledger_seals_entry_id")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False, comment="as the market shows it"),
        sa.Column("legal_name", sa.String(length=160), nullable=False),
        sa.Column("tax_id", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False, comment="short, stable, for imports"),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("address", sa.Text(), nullable=False, comment="where goods are delivered"),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("bank_account", sa.String(length=60), nullable=False, comment="payee account"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('platform','supplier','distributor','retailer','lender','carrier')",
            name=op.f("ck_organisations_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('invited','applied','admitted','suspended')", name=op.f("ck_organisations_state")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_organisations_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("code", name=op.f("uq_organisations_code")),
    )
    op.create_table(
        "password_resets",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_password_resets_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_resets_token_hash")),
    )
    op.create_table(
        "settlement_runs",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False, comment="orders completed before this"),
        sa.Column("started_by", sa.UUID(), nullable=True),
        sa.Column("sellers_total", sa.Integer(), nullable=False),
        sa.Column("sellers_done", sa.Integer(), nullable=False),
        sa.Column("lines_done", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued','running','done')", name=op.f("ck_settlement_runs_state")),
        sa.ForeignKeyConstraint(["started_by"], ["people.id"], name=op.f("fk_settlement_runs_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_runs")),
    )
    op.create_index(
        "uq_settlement_runs_open",
        "settlement_runs",
        [sa.literal_column("(true)")],
        unique=True,
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_table(
        "carts",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisations.id"], name=op.f("fk_carts_buyer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_carts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carts")),
        sa.UniqueConstraint("buyer_id", "person_id", name=op.f("uq_carts_buyer_id_person_id")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False, comment="e-mail or phone it was sent to"),
        sa.Column("roles", postgresql.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("invited_by", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["people.id"], name=op.f("fk_invitations_invited_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_organisation_id"), "invitations", ["organisation_id"], unique=False)
    op.create_table(
        "ledger_accounts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column(
            "balance_minor",
            sa.BigInteger(),
            nullable=True,
            comment="on its normal side; empty where no limit is enforced",
        ),
        sa.CheckConstraint("balance_minor IS NULL OR balance_minor >= 0", name=op.f("ck_ledger_accounts_within_limit")),
        sa.ForeignKeyConstraint(["kind"], ["ledger_chart.kind"], name=op.f("fk_ledger_accounts_kind")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_ledger_accounts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint(
            "kind",
            "organisation_id",
            "currency",
            name=op.f("uq_ledger_accounts_kind_organisation_id_currency"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_members_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_members_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("person_id", "organisation_id", name=op.f("uq_members_person_id_organisation_id")),
    )
    op.create_index(op.f("ix_members_organisation_id"), "members", ["organisation_id"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("placed_by", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False, comment="given back to the wallet"),
        sa.Column(
            "buyer_party", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="legal identity, frozen"
        ),
        sa.Column(
            "seller_party", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="legal identity, frozen"
        ),
        sa.Column("delivery_address", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('placed','confirmed','partly_shipped','shipped','delivered','completed','cancelled')",
            name=op.f("ck_orders_state"),
        ),
        sa.CheckConstraint("total_minor = net_minor + tax_minor", name=op.f("ck_orders_adds_up")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisations.id"], name=op.f("fk_orders_buyer_id")),
        sa.ForeignKeyConstraint(["placed_by"], ["people.id"], name=op.f("fk_orders_placed_by")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_orders_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("reference", name=op.f("uq_orders_reference")),
    )
    op.create_index("ix_orders_buyer", "orders", ["buyer_id", "placed_at"], unique=False)
    op.create_index("ix_orders_placed", "orders", ["placed_at"], unique=False)
    op.create_index("ix_orders_seller", "orders", ["seller_id", "placed_at"], unique=False)
    op.create_index(
        "ix_orders_waiting", "orders", ["delivered_at"], unique=False, postgresql_where=sa.text("state = 'delivered'")
    )
    op.create_table(
        "past_orders",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False, comment="which books it came from"),
        sa.Column("invoice", sa.String(length=20), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "invoiced_at", sa.DateTime(timezone=True), nullable=False, comment="before it was shifted by whole weeks"
        ),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisations.id"], name=op.f("fk_past_orders_buyer_id")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_past_orders_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_orders")),
    )
    op.create_index(op.f("ix_past_orders_buyer_id"), "past_orders", ["buyer_id"], unique=False)
    op.create_index("uq_past_orders_invoice", "past_orders", ["source", "invoice"], unique=True)
    op.create_table(
        "payouts",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("bank_account", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False, comment="what the approver was shown"),
        sa.Column("prepared_by", sa.UUID(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(state = 'prepared') = (decided_by IS NULL)", name=op.f("ck_payouts_decided")),
        sa.CheckConstraint("state IN ('prepared','sent','booked','rejected')", name=op.f("ck_payouts_state")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payouts_positive")),
        sa.CheckConstraint("decided_by IS DISTINCT FROM prepared_by", name=op.f("ck_payouts_two_people")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_payouts_decided_by")),
        sa.ForeignKeyConstraint(["prepared_by"], ["people.id"], name=op.f("fk_payouts_prepared_by")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_payouts_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
        sa.UniqueConstraint("reference", name=op.f("uq_payouts_reference")),
    )
    op.create_index(op.f("ix_payouts_seller_id"), "payouts", ["seller_id"], unique=False)
    op.create_index(
        "uq_payouts_prepared",
        "payouts",
        ["seller_id", "currency"],
        unique=True,
        postgresql_where=sa.text("state = 'prepared'"),
    )
    op.create_table(
        "price_lists",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("audience IN ('base')", name=op.f("ck_price_lists_audience")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_price_lists_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_lists")),
    )
    op.create_index(
        "uq_price_lists_base",
        "price_lists",
        ["seller_id", "currency"],
        unique=True,
        postgresql_where=sa.text("audience = 'base'"),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("category_id", sa.UUID(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("name_zh", sa.String(length=160), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False, comment="0 first: by what sold most"),
        sa.Column("search_text", sa.Text(), nullable=False, comment="folded names and codes"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft','offered','withdrawn')", name=op.f("ck_products_state")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_products_category_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_products_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("seller_id", "code", name=op.f("uq_products_seller_id_code")),
    )
    op.create_index("ix_products_listing", "products", ["state", "category_id", "rank", "id"], unique=False)
    op.create_index(
        "ix_products_search",
        "products",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column(
            "bank_reference", sa.String(length=80), nullable=False, comment="the bank's own reference: recorded once"
        ),
        sa.Column("payer", sa.Text(), nullable=False, comment="as the bank names the sender"),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(matched_at IS NULL) = (organisation_id IS NULL)", name=op.f("ck_receipts_matched_whole")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_receipts_positive")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_receipts_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("bank_reference", name=op.f("uq_receipts_bank_reference")),
    )
    op.create_index(op.f("ix_receipts_organisation_id"), "receipts", ["organisation_id"], unique=False)
    op.create_table(
        "statements",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("commission_minor", sa.BigInteger(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("net_minor = gross_minor - commission_minor", name=op.f("ck_statements_adds_up")),
        sa.ForeignKeyConstraint(["run_id"], ["settlement_runs.id"], name=op.f("fk_statements_run_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_statements_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("reference", name=op.f("uq_statements_reference")),
    )
    op.create_index("ix_statements_seller", "statements", ["seller_id", "made_at"], unique=False)
    op.create_index("uq_statements_run", "statements", ["run_id", "seller_id", "currency"], unique=True)
    op.create_table(
        "ledger_postings",
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_ledger_postings_not_zero")),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_postings_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_postings_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "line", name=op.f("pk_ledger_postings")),
    )
    op.create_index("ix_ledger_postings_account", "ledger_postings", ["account_id", "entry_id"], unique=False)
    op.create_table(
        "shipments",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("carrier", sa.String(length=80), nullable=False),
        sa.Column("tracking", sa.String(length=80), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipments_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
        sa.UniqueConstraint("reference", name=op.f("uq_shipments_reference")),
    )
    op.create_index(op.f("ix_shipments_order_id"), "shipments", ["order_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("member_id", sa.UUID(), nullable=True, comment="the place acted from; empty until one is chosen"),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_sign_ins_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_person_id"), "sign_ins", ["person_id"], unique=False)
    op.create_table(
        "skus",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("specification", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False, comment="base unit, singular"),
        sa.Column("pack_size", sa.Integer(), nullable=False, comment="base units in a carton"),
        sa.Column("moq", sa.Integer(), nullable=False),
        sa.Column("multiple", sa.Integer(), nullable=False),
        sa.Column("barcode", sa.String(length=20), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("moq <= 1000000", name=op.f("ck_skus_moq_max")),
        sa.CheckConstraint("multiple > 0 AND moq > 0 AND mod(moq, multiple) = 0", name=op.f("ck_skus_quantity_rule")),
        sa.CheckConstraint("pack_size > 0", name=op.f("ck_skus_pack_size")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_skus_product_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_skus_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skus")),
        sa.UniqueConstraint("seller_id", "code", name=op.f("uq_skus_seller_id_code")),
    )
    op.create_index(op.f("ix_skus_product_id"), "skus", ["product_id"], unique=False)
    op.create_table(
        "cart_lines",
        sa.Column("cart_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0 AND amount_minor >= 0", name=op.f("ck_cart_lines_positive")),
        sa.ForeignKeyConstraint(["cart_id"], ["carts.id"], name=op.f("fk_cart_lines_cart_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_cart_lines_seller_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_cart_lines_sku_id")),
        sa.PrimaryKeyConstraint("cart_id", "sku_id", name=op.f("pk_cart_lines")),
    )
    op.create_table(
        "ladders",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("price_list_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("quantities", postgresql.ARRAY(sa.Integer()), nullable=False, comment="each step from here up"),
        sa.Column("unit_prices", postgresql.ARRAY(sa.Numeric(precision=18, scale=6)), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ladder_is_sound(quantities, unit_prices)", name=op.f("ck_ladders_sound")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_ladders_interval")),
        sa.ForeignKeyConstraint(["price_list_id"], ["price_lists.id"], name=op.f("fk_ladders_price_list_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_ladders_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladders")),
    )
    op.create_index("ix_ladders_sku", "ladders", ["sku_id", "valid_from"], unique=False)
    op.create_table(
        "order_lines",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku_code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate", sa.Numeric(precision=7, scale=6), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("commission_rate", sa.Numeric(precision=7, scale=6), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("price_trace", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="why this price"),
        sa.CheckConstraint("gross_minor = net_minor + tax_minor", name=op.f("ck_order_lines_adds_up")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND gross_minor", name=op.f("ck_order_lines_refunded")),
        sa.CheckConstraint(
            "shipped >= 0 AND cancelled >= 0 AND shipped + cancelled <= quantity", name=op.f("ck_order_lines_shipped")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_order_lines_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    op.create_index("ix_order_lines_order", "order_lines", ["order_id", "position"], unique=False)
    op.create_index("ix_order_lines_sku", "order_lines", ["sku_id"], unique=False)
    op.create_table(
        "past_order_lines",
        sa.Column("past_order_id", sa.UUID(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.CheckConstraint("quantity > 0 AND unit_price > 0", name=op.f("ck_past_order_lines_positive")),
        sa.ForeignKeyConstraint(["past_order_id"], ["past_orders.id"], name=op.f("fk_past_order_lines_past_order_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_past_order_lines_sku_id")),
        sa.PrimaryKeyConstraint("past_order_id", "line", name=op.f("pk_past_order_lines")),
    )
    op.create_index("ix_past_order_lines_sku", "past_order_lines", ["sku_id"], unique=False)
    op.create_table(
        "stock_levels",
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False, comment="belongs to placed orders"),
        sa.Column("reserved", sa.Integer(), nullable=False, comment="promised for a while"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("on_hand - allocated - reserved >= 0", name=op.f("ck_stock_levels_not_oversold")),
        sa.CheckConstraint(
            "on_hand >= 0 AND allocated >= 0 AND reserved >= 0", name=op.f("ck_stock_levels_not_negative")
        ),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_stock_levels_seller_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_stock_levels_sku_id")),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_stock_levels")),
    )
    op.create_table(
        "stock_moves",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False, comment="base units; negative when goods leave"),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("shipment_id", sa.UUID(), nullable=True),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('received','counted','shipped','returned')", name=op.f("ck_stock_moves_kind")),
        sa.CheckConstraint("change <> 0", name=op.f("ck_stock_moves_not_zero")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_stock_moves_seller_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_stock_moves_sku_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_stock_moves")),
    )
    op.create_index("ix_stock_moves_sku", "stock_moves", ["sku_id", "number"], unique=False)
    op.create_table(
        "shipment_lines",
        sa.Column("shipment_id", sa.UUID(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shipment_lines_positive")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_shipment_lines_order_line_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_shipment_lines_shipment_id")),
        sa.PrimaryKeyConstraint("shipment_id", "order_line_id", name=op.f("pk_shipment_lines")),
    )
    op.create_table(
        "statement_lines",
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("statement_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="delivered, not what was ordered"),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("commission_rate", sa.Numeric(precision=7, scale=6), nullable=False),
        sa.Column("commission_minor", sa.BigInteger(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("net_minor = gross_minor - commission_minor", name=op.f("ck_statement_lines_adds_up")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_statement_lines_order_line_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_statement_lines_statement_id")),
        sa.PrimaryKeyConstraint("order_line_id", name=op.f("pk_statement_lines")),
    )
    op.create_index("ix_statement_lines_statement", "statement_lines", ["statement_id"], unique=False)
    # Half-empty pages keep updates of hot rows on their page, without touching an index.
    for table in ("stock_levels", "ledger_accounts"):
        op.execute(f"ALTER TABLE {table} SET (fillfactor = 70)")
    op.execute(
        "ALTER TABLE ladders ADD CONSTRAINT ex_ladders_one_at_a_time EXCLUDE USING gist "
        "(price_list_id WITH =, sku_id WITH =, tstzrange(valid_from, valid_until) WITH &&)"
    )
    for script in ("ledger", "stock", "policies"):
        run_sql(op.get_bind(), script)


def downgrade() -> None:
    run_sql(op.get_bind(), "unprotect")
    op.drop_index("ix_statement_lines_statement", table_name="statement_lines")
    op.drop_table("statement_lines")
    op.drop_table("shipment_lines")
    op.drop_index("ix_stock_moves_sku", table_name="stock_moves")
    op.drop_table("stock_moves")
    op.drop_table("stock_levels")
    op.drop_index("ix_past_order_lines_sku", table_name="past_order_lines")
    op.drop_table("past_order_lines")
    op.drop_index("ix_order_lines_sku", table_name="order_lines")
    op.drop_index("ix_order_lines_order", table_name="order_lines")
    op.drop_table("order_lines")
    op.drop_index("ix_ladders_sku", table_name="ladders")
    op.drop_table("ladders")
    op.drop_table("cart_lines")
    op.drop_index(op.f("ix_skus_product_id"), table_name="skus")
    op.drop_table("skus")
    op.drop_index(op.f("ix_sign_ins_person_id"), table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index(op.f("ix_shipments_order_id"), table_name="shipments")
    op.drop_table("shipments")
    op.drop_index("ix_ledger_postings_account", table_name="ledger_postings")
    op.drop_table("ledger_postings")
    op.drop_index("uq_statements_run", table_name="statements")
    op.drop_index("ix_statements_seller", table_name="statements")
    op.drop_table("statements")
    op.drop_index(op.f("ix_receipts_organisation_id"), table_name="receipts")
    op.drop_table("receipts")
    op.drop_index(
        "ix_products_search",
        table_name="products",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.drop_index("ix_products_listing", table_name="products")
    op.drop_table("products")
    op.drop_index("uq_price_lists_base", table_name="price_lists", postgresql_where=sa.text("audience = 'base'"))
    op.drop_table("price_lists")
    op.drop_index("uq_payouts_prepared", table_name="payouts", postgresql_where=sa.text("state = 'prepared'"))
    op.drop_index(op.f("ix_payouts_seller_id"), table_name="payouts")
    op.drop_table("payouts")
    op.drop_index("uq_past_orders_invoice", table_name="past_orders")
    op.drop_index(op.f("ix_past_orders_buyer_id"), table_name="past_orders")
    op.drop_table("past_orders")
    op.drop_index("ix_orders_waiting", table_name="orders", postgresql_where=sa.text("state = 'delivered'"))
    op.drop_index("ix_orders_seller", table_name="orders")
    op.drop_index("ix_orders_placed", table_name="orders")
    op.drop_index("ix_orders_buyer", table_name="orders")
    op.drop_table("orders")
    op.drop_index(op.f("ix_members_organisation_id"), table_name="members")
    op.drop_table("members")
    op.drop_table("ledger_accounts")
    op.drop_index(op.f("ix_invitations_organisation_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_table("carts")
    op.drop_index("uq_settlement_runs_open", table_name="settlement_runs", postgresql_where=sa.text("state <> 'done'"))
    op.drop_table("settlement_runs")
    op.drop_table("password_resets")
    op.drop_table("organisations")
    op.drop_table("ledger_seals")
    op.drop_table("regions")
    op.drop_table("people")
    op.drop_index("ix_outbox_due", table_name="outbox", postgresql_where=sa.text("done_at IS NULL"))
    op.drop_table("outbox")
    op.drop_table("ledger_entries")
    op.drop_table("ledger_chart")
    op.drop_index("ix_events_subject", table_name="events")
    op.drop_table("events")
    op.drop_table("commands")
    op.drop_table("categories")
    run_sql(op.get_bind(), "remove_0001")
