"""What counts as wanted: orders less what was cancelled, the parts of packs, and nothing that is sent again for a claim."""

from __future__ import annotations

from uuid import UUID

from tests.trade.foretold import start_and_plan
from tests.trade.market import Market
from tests.trade.packs import pack
from trade.forecasting.ports import History
from trade.forecasting.queries import history_of
from trade.ordering.actions import cancel_order, close_short, confirm_order


def history(market: Market) -> History:
    """What a run that starts now is made of."""
    run_id = start_and_plan(market)
    with market.as_system() as session:
        found = history_of(session, run_id, 0)
    assert found is not None
    return found


def wanted(found: History) -> dict[UUID, int]:
    """Units by SKU, over all days and regions."""
    units = dict.fromkeys(found.sku_ids, 0)
    for one in found.sold:
        units[found.sku_ids[one.sku]] += sum(one.units)
    return units


def test_what_was_cancelled_was_not_wanted_after_all(market: Market) -> None:
    whole, partly, kept = (market.goods(stock=500) for _ in range(3))
    market.money(minor=1_000_000)
    (gone,) = market.order({whole: 12})
    cancel_order(market.by(market.supplier), gone, reason="Broken")
    (short,) = market.order({partly: 24})
    confirm_order(market.by(market.supplier), short)
    market.ship(short, quantity=6)
    close_short(market.by(market.supplier), short, reason="No more")
    market.order({kept: 6})
    market.later(days=3)

    units = wanted(history(market))

    assert (units.get(whole, 0), units[partly], units[kept]) == (0, 6, 6)


def test_a_pack_is_wanted_as_its_parts(market: Market) -> None:
    cup, tea = market.goods(stock=500), market.goods(stock=500)
    set_ = pack(market, {cup: 2, tea: 3})
    market.money(minor=1_000_000)
    market.order({set_: 4, cup: 6})
    (gone,) = market.order({set_: 5})
    cancel_order(market.by(market.supplier), gone, reason="Broken")
    market.later(days=3)

    assert wanted(history(market)) == {cup: 14, tea: 12}, "and the pack itself is not forecast"
