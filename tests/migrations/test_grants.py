"""The application's role may do what the market needs, table by table, and nothing else."""

from __future__ import annotations

from sqlalchemy import make_url

from tests.migrations.conftest import Scratch

READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"
READ_ONLY = {"ledger_chart", "ledger_accounts", "ledger_entries", "ledger_postings", "ledger_seals", "alembic_version",
             "stock_holdings", "stock_allocations", "stock_reservations", "paper_series", "promised_spending",
             "ledger_days", "ledger_snapshots", "ledger_closes", "tallied_skus", "tallies_anew", "window_tallies"}  # fmt: skip
APPEND_ONLY = {"events", "commands", "stock_moves", "statement_lines", "notice_attempts", "order_line_parts",
               "credit_movements", "credit_default_models", "papers", "paper_lines", "claim_lines",
               "claim_messages", "claim_files", "returned_lines", "admission_messages",
               "seller_tax_rates", "commission_returns"}  # fmt: skip
WORKING = {
    "carts": "emptied by its owner",
    "cart_lines": "taken out by its owner",
    "categories": "kept by the platform",
    "regions": "kept by the platform",
    "access_tokens": "forgotten after a while",
    "outbox": "swept",
    "pack_parts": "changed by the seller; orders keep their own copy",
    "properties": "written anew by the seller",
    "product_marks": "taken off by the seller",
    "forecast_runs": "forgotten after a while, with all that they said",
    "forecast_chunks": "done with when their run is concluded",
    "forecasts": "replaced by the next run",
    "region_forecasts": "replaced by the next run",
    "forecast_sums": "replaced by the next run",
    "forecast_scores": "forgotten with their run",
    "files": "forgotten after a while, when they belong to nothing",
    "pictures": "taken away by the seller; a product keeps only the name of one",
    "sku_tokens": "written anew from the names",
    "search_words": "learnt anew from the names",
    "agreement_lines": "taken out of a draft by its seller",
    "buyer_levels": "taken from a buyer by the seller",
    "sign_ins": "forgotten after a while",
    "invitations": "forgotten after a while",
    "password_resets": "forgotten after a while",
    "recovery_codes": "replaced by new ones",
    "pads": "emptied by its owner",
    "pad_lines": "undone steps are forgotten by the next one",
    "uploads": "forgotten after a while",
    "upload_rows": "checked anew when columns are mapped anew",
    "goods_sheets": "forgotten after a while",
    "goods_sheet_rows": "dropped when their sheet is cancelled",
    "saved_lists": "archived by their owner, forgotten after a while",
    "saved_list_lines": "taken off by their owner",
    "news_verbs": "learnt anew when other kinds are told",
    "untold_events": "told",
    "news": "forgotten after a while",
    "news_wishes": "changed by whose they are",
    "credit_instalments": "split anew into a plan",
    "pool_goods": "taken out of a draft by its seller; the database keeps them once the pool was joined",
}
"""Tables whose rows may be removed, and why. All others are kept: what is referenced is never deleted."""
BY_COLUMN = {
    "stock_levels": {ADD: "changed_at seller_id sku_id", CHANGE: "allocated changed_at reserved shelf_days"},
}
"""Tables of which only these columns may be written: the rest is written by the database."""


def test_each_table_is_granted_what_its_kind_needs(migrated_scratch: Scratch) -> None:
    role = make_url(migrated_scratch.app_url).username
    of_ours = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"  # and views
    tables = {name for (name,) in migrated_scratch.rows(of_ours)}
    granted: dict[str, set[str]] = {table: set() for table in tables}
    for table, privilege in migrated_scratch.rows(
        f"SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = '{role}'"
    ):
        granted[table].add(privilege)
    for table in sorted(tables):
        expected = {READ, ADD, CHANGE}
        if table in READ_ONLY:
            expected = {READ}
        elif table in APPEND_ONLY:
            expected = {READ, ADD}
        elif table in WORKING:
            expected = {READ, ADD, CHANGE, REMOVE}
        elif table in BY_COLUMN:
            expected = {READ}
        assert granted[table] == expected, table


def test_what_the_database_works_out_cannot_be_written(migrated_scratch: Scratch) -> None:
    role = make_url(migrated_scratch.app_url).username
    for table, expected in BY_COLUMN.items():
        granted = migrated_scratch.rows(
            "SELECT privilege_type, string_agg(column_name, ' ' ORDER BY column_name)"
            f" FROM information_schema.role_column_grants WHERE grantee = '{role}' AND table_name = '{table}'"
            f" AND privilege_type <> '{READ}' GROUP BY 1"
        )
        assert dict(granted) == expected


def test_the_application_owns_nothing_and_runs_only_what_is_meant_for_it(migrated_scratch: Scratch) -> None:
    role = make_url(migrated_scratch.app_url).username
    assert migrated_scratch.rows(f"SELECT tablename FROM pg_tables WHERE tableowner = '{role}'") == []
    closed = migrated_scratch.rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'pinhuo%'"
        f" AND NOT has_function_privilege('{role}', oid, 'EXECUTE') ORDER BY 1"
    )
    assert closed == [("pinhuo_append_only",), ("pinhuo_protect",)]


def test_functions_that_cross_organisations_cannot_be_fooled_by_a_search_path(migrated_scratch: Scratch) -> None:
    found = migrated_scratch.rows(
        "SELECT proname, array_to_string(proconfig, ',') FROM pg_proc"
        " WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
    )
    assert {name for name, _ in found} == {
        "admission_forget_unopened", "agreement_consume", "agreement_release", "catalogue_rated",
        "claims_of_devices", "claims_of_neighbours",
        "credit_take_off", "credit_use",
        "invoicing_check_line", "invoicing_check_paper", "invoicing_draw",
        "ladder_place", "ladder_replace",
        "ledger_broken_seals", "ledger_check_period", "ledger_check_posting", "ledger_check_sum", "ledger_close", "ledger_open", "ledger_post",
        "ledger_seal", "ledger_snapshot",
        "news_note", "notices_announce",
        "ordering_check_room", "ordering_open_orders",
        "parties_invitation", "parties_is_staff", "parties_login", "parties_name", "parties_reset", "parties_viewer",
        "pooling_check_goods", "pooling_check_pool", "pooling_count", "pooling_is_member", "pooling_regions",
        "pooling_shared",
        "pricing_buyer", "pricing_deals_with",
        "scoring_kept",
        "stock_allocate", "stock_apply_moves", "stock_expire", "stock_lock", "stock_refuse_dead", "stock_release",
        "stock_replace_dead", "stock_reserve", "stock_unreserve", "stock_weigh",
        "tally_added", "tally_all", "tally_changed", "tally_ladders", "tally_level", "tally_list", "tally_marks", "tally_parts",
        "tally_passed", "tally_product",
    }  # fmt: skip
    assert {path.partition(",enable_")[0] for _, path in found} == {"search_path=public, pg_temp"}
