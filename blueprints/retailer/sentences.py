"""What a refusal says to somebody who buys."""

from __future__ import annotations

from trade.forecasting.rules import DayOutOfReach, NotBoughtHere
from trade.ledger.actions import LimitExceeded
from trade.ledger.rules import AccountKind
from trade.ordering.room import NoRoom
from trade.ordering.rules import (
    ApproverLimited,
    BelowMinimum,
    CartChanged,
    CartEmpty,
    DayRefused,
    Hindrance,
    NotForSale,
    OrderBinding,
    OwnRequest,
    QuantityRefused,
    RequesterLeft,
    RequestMoved,
)
from trade.payouts.rules import NoAccountYet, OwedFirst
from trade.pooling.rules import (
    AlreadyCommitted,
    BeyondLimits,
    NotInRegion,
    OnlyRaised,
    PoolHeldBack,
    PoolNotOpen,
    TooLateToWithdraw,
)
from trade.pricing.rules import AgreementOver, CapacityShort
from trade.quoting.rules import AcceptanceWaits, QuantityNotQuoted, QuoteExpired, QuoteReplaced, SellerSuspended
from trade.stock.rules import StockShort
from web.filters import day, instant, money, quantity
from web.sentences import SENTENCES, sentence_for
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.translation import ngettext

SENTENCES[DayOutOfReach] = _l("Choose today or a day of the last year.")
SENTENCES[NotBoughtHere] = _l("You have never bought one of these here. Tell sales only of what you bought here.")
SENTENCES[OwnRequest] = _l("You asked for this yourself, so somebody else has to decide on it.")
SENTENCES[QuoteReplaced] = _l(
    "The seller has quoted anew since you looked, so nothing was ordered. Look at the new quote."
)
SENTENCES[AcceptanceWaits] = _l("This waits already: somebody else here has to approve it.")
SENTENCES[SellerSuspended] = _l("This seller does not trade now, so nothing was ordered.")
SENTENCES[CapacityShort] = _l(
    "An agreement has less left than a moment ago, since somebody else ordered by it. The prices below are those of now."
)
SENTENCES[AgreementOver] = _l("The period of this agreement is over. Ask the seller for a new one.")
SENTENCES[RequesterLeft] = _l(
    "Whoever asked for this does not belong here any more. Decline it; who needs it can order it."
)
SENTENCES[ApproverLimited] = _l(
    "This goes beyond your own spending limits, too. An owner without a limit can approve it."
)

SENTENCES[NoAccountYet] = _l("We need to know where the money goes: name your bank account below first.")
SENTENCES[OrderBinding] = _l("This order came of a pool, and others count on it. Ask the seller if it cannot be taken.")
SENTENCES[AlreadyCommitted] = _l("A colleague has joined this pool meanwhile. You can ask for more below.")
SENTENCES[NotInRegion] = _l("This pool does not deliver to that address. Choose one in its regions.")
SENTENCES[OnlyRaised] = _l(
    "What was asked for can only grow, and its condition only be loosened. To take less, leave and join anew."
)


@sentence_for(PoolNotOpen)
def _pool_not_open(error: PoolNotOpen) -> str:
    return _(
        "This pool takes nobody in at present: it is open from %(opens)s to %(closes)s.",
        opens=instant(error.opens_at),
        closes=instant(error.closes_at),
    )


@sentence_for(NoRoom)
def _no_room(error: NoRoom) -> str:
    return _(
        "%(seller)s is new on Pinhuo and has as many open orders as a new seller may have: %(most)s. Take its goods out of the "
        "cart to order the rest, and try again in some days.",
        seller=error.seller_name,
        most=error.most,
    )


@sentence_for(PoolHeldBack)
def _pool_held_back(error: PoolHeldBack) -> str:
    return _(
        "An inspection of its goods failed on %(day)s, so this pool takes nobody in. What is held for it comes back.",
        day=day(error.since),
    )


@sentence_for(TooLateToWithdraw)
def _too_late(error: TooLateToWithdraw) -> str:
    return _("It could be left until %(until)s. Now others count on it.", until=instant(error.withdraw_until))


@sentence_for(BeyondLimits)
def _beyond_limits(error: BeyondLimits) -> str:
    return _(
        "%(amount)s is more than you may answer for alone. A colleague with wider limits can join.",
        amount=money(error.amount),
    )


@sentence_for(QuantityRefused)
def _quantity(error: QuantityRefused) -> str:
    near = [quantity(count) for count in (error.lower, error.upper) if count]
    nearest = _(" or ").join(near)
    if error.multiple > 1:
        return _("Sold in %(multiple)ss: %(nearest)s.", multiple=quantity(error.multiple), nearest=nearest)
    return _("Sold from %(minimum)s up: %(nearest)s.", minimum=quantity(error.minimum), nearest=nearest)


@sentence_for(NotForSale)
def _not_for_sale(error: NotForSale) -> str:
    if error.hindrance is Hindrance.SELLER:
        return _(
            "The seller of %(name)s does not trade at present. Take it out of the cart to order the rest.",
            name=error.name,
        )
    return _("%(name)s is not for sale any more. Take it out of the cart to order the rest.", name=error.name)


@sentence_for(CartEmpty)
def _empty(error: CartEmpty) -> str:
    return _("There is nothing in the cart. If you ordered a moment ago, the order is in your list of orders.")


@sentence_for(CartChanged)
def _changed(error: CartChanged) -> str:
    if error.shown is None or error.shown == error.now:
        return _("The cart has changed since you looked, so nothing was ordered. Check it once more.")
    return _(
        "It came to %(shown)s when you looked and comes to %(now)s now, so nothing was ordered. Check it once more.",
        shown=money(error.shown),
        now=money(error.now),
    )


@sentence_for(StockShort)
def _short(error: StockShort) -> str:
    return ngettext(
        "Somebody else was faster: of one line there is less left than you want. Nothing was ordered.",
        "Somebody else was faster: of %(num)d lines there is less left than you want. Nothing was ordered.",
        len(error.shortages),
    )


@sentence_for(OwedFirst)
def _owed_first(error: OwedFirst) -> str:
    return _(
        "What is overdue or owed back stays in the wallet until it is paid: you can take out %(most)s now.",
        most=money(error.most),
    )


@sentence_for(LimitExceeded)
def _limit(error: LimitExceeded) -> str:
    if error.kind is AccountKind.WALLET:
        return _("There is not enough money in the wallet, so nothing was ordered and nothing was paid.")
    return _("There is not enough money for this any more. Load the page again to see how things stand.")


@sentence_for(BelowMinimum)
def _below_minimum(error: BelowMinimum) -> str:
    return _(
        "%(seller)s takes orders from %(minimum)s: %(missing)s are missing, so nothing was ordered.",
        seller=error.seller_name,
        minimum=money(error.minimum),
        missing=money(error.missing),
    )


@sentence_for(DayRefused)
def _day(error: DayRefused) -> str:
    return _(
        "The seller cannot deliver on the day that was asked for: possible are %(first)s to %(last)s.",
        first=day(error.first),
        last=day(error.last),
    )


@sentence_for(RequestMoved)
def _moved(error: RequestMoved) -> str:
    return _(
        "Something has changed since you looked, so nothing was ordered. It comes to %(now)s now: look once more.",
        now=money(error.now),
    )


@sentence_for(QuoteExpired)
def _expired(error: QuoteExpired) -> str:
    return _(
        "This quote held until %(instant)s, so nothing was ordered. Write to the seller to have it quoted again.",
        instant=instant(error.expired_at),
    )


@sentence_for(QuantityNotQuoted)
def _not_quoted(error: QuantityNotQuoted) -> str:
    if error.multiple > 1:
        return _(
            "The quote holds for %(minimum)s to %(most)s, in multiples of %(multiple)s.",
            minimum=quantity(error.minimum),
            most=quantity(error.most),
            multiple=quantity(error.multiple),
        )
    return _("The quote holds for %(minimum)s to %(most)s.", minimum=quantity(error.minimum), most=quantity(error.most))
