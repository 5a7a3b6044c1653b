"""What a refusal says to somebody who sells."""

from typing import Any

from trade.catalogue.rules import CodeTaken
from trade.invoicing.rules import NoTaxIdentity, NotInvoiceable
from trade.kernel.errors import InvalidInput
from trade.ordering.rules import LotsDied, ShipmentRefused
from trade.pooling.rules import ExtendedBefore, NotAwaited, NotCovered, PoolIsJoined, PoolOnTrial
from trade.pricing.actions import LadderRefused, LadderUnfit
from trade.pricing.rules import AgreementEmpty
from trade.stock.rules import ArrivalRefused, NotFree, PlaceNeeded, StockPromised, WarehouseInUse, WarehouseNameTaken
from web.filters import day, quantity
from web.sentences import FIELD_SENTENCES, SENTENCES, field_sentence, sentence_for
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

SENTENCES[LadderRefused] = _l("These prices cannot be saved. What is wrong stands beside each step.")
SENTENCES[PoolOnTrial] = _l("You are on trial, and offer pools once it is passed. The draft stays here until then.")
SENTENCES[NotInvoiceable] = _l("Confirm the order first; what was cancelled is not invoiced.")
SENTENCES[NoTaxIdentity] = _l(
    "An invoice needs your tax number. An owner enters it under “Members”, “Tax identity”; then it is issued by itself."
)
SENTENCES[PlaceNeeded] = _l("This lies in several places or by lots. Open it under Stock and count each of them.")
SENTENCES[LadderUnfit] = _l(
    "The prices no longer fit the smallest order or the multiple, so nothing was saved. "
    "Below their steps are moved up to where they fit: check the prices and save again."
)
FIELD_SENTENCES["unnamed"] = _l("Say in what it differs: its colour, size or flavour.")
FIELD_SENTENCES["taken_here"] = _l("Another specification of this product is called so already.")
FIELD_SENTENCES["not_positive"] = _l("Enter 1 or more.")
FIELD_SENTENCES["same_place"] = _l("Choose another warehouse than the one it comes from.")
FIELD_SENTENCES["no_lines"] = _l("Enter at least one line.")
FIELD_SENTENCES["too_long"] = _l("This is too long.")
SENTENCES[AgreementEmpty] = _l("Add at least one product before you offer it.")
FIELD_SENTENCES["unknown_buyer"] = _l(
    "Nobody who buys here has this code. Ask the buyer for it: they find it under “Agreements”."
)
SENTENCES[PoolIsJoined] = _l("This pool has begun: what was promised holds. It can be extended once, or called off.")
SENTENCES[ExtendedBefore] = _l("This pool was extended before, and a pool is extended once.")
SENTENCES[NotAwaited] = _l(
    "This pool waits for no goods: it has ended, its day is over, or you do not trade at present. Nothing was changed."
)
FIELD_SENTENCES.update(
    {
        "pool_ready_by": _l("Choose an instant after it closes, and within 90 days of that."),
        "pool_extension_ready": _l("Let it close before the day its members were promised the goods for."),
        "pool_note": _l("This is too long."),
        "pool_regions": _l("Tick at least one region, and at most 20."),
        "pool_opens": _l("Let it open within 90 days."),
        "pool_closes": _l("Let it close at least 10 minutes after it opens or now, and within 60 days."),
        "pool_withdraw_until": _l("Choose an instant between opening and closing."),
        "pool_steps": _l("Each step must begin above the one before."),
        "pool_minimum": _l("Enter at least what the first step begins at, and at most what there is."),
        "pool_steps_capacity": _l("The last step begins above all there is: nobody could reach it."),
        "pool_multiple": _l("Enter a multiple of what this product is sold in."),
        "pool_member_minimum": _l("Enter a multiple of the number beside it."),
        "pool_capacity": _l("Enter a multiple that is at least what a member takes."),
        "pool_prices": _l("Enter a price for each step."),
        "pool_price_falls": _l("The price must fall from step to step: make it lower than the one before."),
        "pool_pack": _l("A pack cannot be pooled: pool the products that it is made up of."),
        "pool_held_back": _l("One of these is held back since an inspection of it failed, so it cannot be pooled now."),
        "pool_goods": _l("Name at least one product, at most 12, and each of them once."),
    }
)
FIELD_SENTENCES["period"] = _l("Choose a last day that is not over, and not before the first.")
FIELD_SENTENCES["too_many_lines"] = _l("This agreement is full. Draft another one for more products.")


@sentence_for(NotCovered)
def _not_covered(error: NotCovered) -> str:
    free = [
        _("%(code)s: %(free)s free", code=error.codes.get(one.sku_id, ""), free=quantity(one.available))
        for one in error.shortages
    ]
    return _(
        "A pool reserves all it offers, and less than that lies there free and keeps until it is delivered (%(goods)s). "
        "Offer less, or receive more goods first.",
        goods=_(", ").join(free),
    )


@field_sentence("pool_extension")
def _extension(error: InvalidInput) -> str:
    return _("Choose a later instant, by at most %(most)s days.", **error.facts)


@sentence_for(StockPromised)
def _promised(error: StockPromised) -> str:
    return _(
        "Orders already own %(promised)s of these. Count again; if it is true, cancel or close an order short first.",
        promised=quantity(error.promised),
    )


@sentence_for(NotFree)
def _not_free(error: NotFree) -> str:
    if error.free == 0:
        return _("Nothing of this lies there free: orders own the rest, or it is reserved.")
    return _(
        "Only %(free)s of these lie there free: orders own the rest, or it is reserved.", free=quantity(error.free)
    )


@sentence_for(ArrivalRefused)
def _arrival(error: ArrivalRefused) -> str:
    if error.line_id is None:
        return _("Enter for at least one line what became of it.")
    return _("Only %(open)s are still under way. Enter that many or fewer in all.", open=quantity(error.in_transit))


@sentence_for(WarehouseInUse)
def _in_use(error: WarehouseInUse) -> str:
    if error.is_home:
        return _("This is where your goods lie by themselves: it stays open. You can give it another name.")
    if error.transfers:
        return _("Goods are under way to this warehouse. Receive them first.")
    return _("%(count)s units lie in this warehouse. Send them to another one first.", count=quantity(error.on_hand))


@sentence_for(WarehouseNameTaken)
def _warehouse_name(error: WarehouseNameTaken) -> str:
    return _("You already have a warehouse called %(name)s. Choose another name.", name=error.name)


@field_sentence("lot_expires")
def _lot_expires(error: InvalidInput) -> str:
    known: Any = error.facts["expires_on"]
    if known is None:
        return _("This lot is known without a last day. Leave it empty, or choose another lot.")
    return _("This lot is known with %(day)s as its last day. Enter that day, or another lot.", day=known.isoformat())


@sentence_for(ShipmentRefused)
def _shipment(error: ShipmentRefused) -> str:
    if error.line_id is None:
        return _("Enter for at least one line how much leaves now.")
    return _("Only %(open)s are still to ship. Enter that many or fewer.", open=quantity(error.open_quantity))


@sentence_for(LotsDied)
def _died(error: LotsDied) -> str:
    facts = {"lot": error.lot, "day": day(error.expires_on), "count": quantity(error.can_leave)}
    if error.can_leave == 0:
        return _(
            "Lot %(lot)s (last day %(day)s) no longer keeps until it arrives, and no other lot is free. "
            "Receive fresh goods, or ship the rest without this line.", **facts
        )  # fmt: skip
    return _(
        "Only %(count)s of these can leave: lot %(lot)s (last day %(day)s) no longer keeps until it arrives, "
        "and no other lot is free. Ship %(count)s, or receive fresh goods first.", **facts
    )  # fmt: skip


@sentence_for(CodeTaken)
def _code(error: CodeTaken) -> str:
    return _(
        "You already have a product with the code %(code)s. Choose another code, or change that product.",
        code=error.code,
    )


@field_sentence("not_multiple")
def _not_multiple(error: InvalidInput) -> str:
    return _("The smallest order must be a multiple of %(multiple)s.", multiple=_figure(error, "multiple"))


@field_sentence("out_of_range")
def _out_of_range(error: InvalidInput) -> str:
    return _("Enter at most %(most)s.", most=_figure(error, "maximum"))


def _figure(error: InvalidInput, name: str) -> str:
    value: Any = error.facts[name]
    return quantity(value)
