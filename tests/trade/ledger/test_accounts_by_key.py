"""What an entry costs does not grow with the number of organisations."""

from __future__ import annotations

from sqlalchemy import text

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
