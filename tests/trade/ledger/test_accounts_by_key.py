"""What an entry costs does not grow with the number of organisations."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from settings import Settings
from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.work import Work, bind_actor
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer
from trade.parties.rules import OrganisationKind

READ = text(
    "SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables"
    " WHERE relname = 'ledger_accounts'"
)


@pytest.fixture
def counted_afresh(migrated: Settings) -> None:
    """Let the planner forget how many accounts earlier tests left for a moment: of a table it takes for empty it reads all."""
    owner = create_engine(migrated.migration_database_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with owner.connect() as connection:
        connection.execute(text("VACUUM (ANALYZE) ledger_accounts"))


@pytest.mark.usefixtures("counted_afresh")
def test_an_entry_reads_its_own_accounts_and_no_others(market: Market) -> None:
    shops = [market.person(market.organisation(OrganisationKind.RETAILER)) for _ in range(40)]
    for shop in shops:
        market.money(shop, 1000)
    bind_actor(market.session, Actor.system())
    for whole in ("seqscan", "hashjoin", "mergejoin"):  # which are right for a table as small as a test's
        market.session.execute(text(f"SET LOCAL enable_{whole} = off"))
    market.session.execute(text("DISCARD PLANS"))  # those of earlier tests on this connection were made otherwise
    own = shops[7].organisation
    before = market.session.scalar(READ)
    held = transfer(Account(AccountKind.WALLET, own), Account(AccountKind.HOLD, own), gbp(500))
    post(Work(market.session, Actor.system(), market.at), "test:by-key", held)
    read = market.session.scalar(READ) - before
    assert read <= 12, "each account is found, bounded and written by its key"
