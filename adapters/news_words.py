"""What news says, on pages and in letters: for each kind what it is called, its sentence, and where one sees to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from adapters.figures import instant_of, money, quantity, unit_price
from adapters.news_of_claims import CLAIM_WORDS
from adapters.news_of_deals import DEAL_WORDS
from adapters.news_of_pools import POOL_WORDS
from adapters.worded import N_, Words
from trade.kernel.money import Money

_PURCHASE: Final = "/retailer/orders/{id}"
_SALE: Final = "/supplier/orders/{id}"
_CREDIT: Final = "/retailer/credit"
_PAYOUTS: Final = "/supplier/payouts"
_ADMISSION: Final = "/admission"
_WITHDRAWALS: Final = "/retailer/withdrawals"

WORDS: Final[dict[str, Words]] = {
    **CLAIM_WORDS,
    **DEAL_WORDS,
    **POOL_WORDS,
    "purchase.placed": Words(
        N_("A colleague orders"), N_("%(reference)s was ordered from %(who)s for %(total)s."), _PURCHASE
    ),
    "purchase.confirmed": Words(
        N_("A seller confirms our order"), N_("%(who)s has confirmed %(reference)s."), _PURCHASE
    ),
    "purchase.shipped": Words(
        N_("Goods are on their way to us"),
        N_("Goods of %(reference)s have left %(who)s. Confirm when they arrive."),
        _PURCHASE,
    ),
    "purchase.cancelled": Words(
        N_("An order of ours is cancelled"),
        N_(
            "%(reference)s with %(who)s was cancelled. You owe nothing for it, and what you had paid is back in your wallet."
        ),
        _PURCHASE,
    ),
    "purchase.closed_short": Words(
        N_("A seller cannot ship everything"),
        N_(
            "%(who)s cannot ship the rest of %(reference)s. You owe nothing for that, and what you had paid is back in your wallet."
        ),
        _PURCHASE,
    ),
    "purchase.spoilt": Words(
        N_("Goods that we ordered keep no longer"),
        N_("Of %(reference)s from %(who)s some goods keep no longer: %(goods)s. What is not shipped is paid back."),
        _PURCHASE,
    ),
    "purchase.held_back": Words(
        N_("Goods that we ordered fail an inspection"),
        N_(
            "Goods of %(reference)s from %(who)s failed an inspection: %(goods)s. They are cancelled, and the money is back."
        ),
        _PURCHASE,
    ),
    "sale.placed": Words(
        N_("Somebody orders from us"), N_("%(who)s ordered %(reference)s for %(total)s. Confirm it."), _SALE
    ),
    "sale.shipped": Words(
        N_("A colleague ships goods"), N_("Goods of %(reference)s are on their way to %(who)s."), _SALE
    ),
    "sale.delivered": Words(
        N_("A buyer has everything"), N_("%(who)s has received everything of %(reference)s."), _SALE
    ),
    "sale.cancelled": Words(N_("An order from us is cancelled"), N_("%(reference)s of %(who)s was cancelled."), _SALE),
    "credit.opened": Words(
        N_("A line of credit is open for us"),
        N_("Your line of credit over %(limit)s is open: order now, pay later."),
        _CREDIT,
    ),
    "credit.changed": Words(N_("Our line of credit changes"), N_("Your line of credit is %(limit)s now."), _CREDIT),
    "credit.suspended": Words(
        N_("Our line of credit is suspended"),
        N_("Your line of credit pays nothing for now: %(reason)s. What you owe stays as it is."),
        _CREDIT,
    ),
    "credit.declined": Words(
        N_("Our request for credit is declined"),
        N_("Your request for %(amount)s of credit was declined: %(reason)s"),
        _CREDIT,
    ),
    "credit.due": Words(
        N_("Something we owe is due soon"),
        N_("%(amount)s for %(order)s, invoice %(reference)s, is to be paid by %(due)s."),
        _CREDIT,
    ),
    "credit.overdue": Words(
        N_("Something we owe is overdue"),
        N_("%(amount)s for %(order)s was to be paid by %(due)s. Pay it, and your line pays again at once."),
        _CREDIT,
    ),
    "credit.last": Words(
        N_("The last reminder of what we owe"),
        N_("%(amount)s for %(order)s was to be paid by %(due)s. Pay it now, or talk to us about paying in parts."),
        _CREDIT,
    ),
    "credit.fee": Words(
        N_("A late fee is charged"), N_("A late fee of %(amount)s was charged on invoice %(reference)s."), _CREDIT
    ),
    "earning.account": Words(
        N_("Our bank account is changed"),
        N_("%(who)s named another bank account: payouts go there from %(from)s on. Was it none of you? Take it back."),
        _PAYOUTS,
    ),
    "earning.account_withdrawn": Words(
        N_("A change of our bank account is taken back"),
        N_("%(who)s took a change of bank account back. Payouts go on to the account of before."),
        _PAYOUTS,
    ),
    "earning.paid": Words(N_("We are paid out"), N_("%(total)s have been paid out to you: %(reference)s."), _PAYOUTS),
    "earning.refused": Words(
        N_("The bank does not pay us out"),
        N_("The bank refused %(reference)s. The %(total)s are payable to you again: look why, and mend the account."),
        _PAYOUTS,
    ),
    "earning.returned": Words(
        N_("A payout comes back"),
        N_("%(reference)s came back to us. The %(total)s are payable to you again: look why, and mend the account."),
        _PAYOUTS,
    ),
    "goods.held_back": Words(
        N_("A product of ours is held back"),
        N_(
            "%(goods)s is held back from sale: inspection %(reference)s failed. Orders of it that have not left wait: %(orders)s."
        ),
        "/quality/inspections/{id}",
    ),
    "goods.let_go": Words(
        N_("A product of ours is sold again"),
        N_("%(goods)s is sold again: inspection %(reference)s passed."),
        "/quality/inspections/{id}",
    ),
    "admission.approved": Words(
        N_("We are let in"), N_("Your organisation is admitted: you can trade from now on."), _ADMISSION
    ),
    "admission.returned": Words(
        N_("Our admission is sent back"), N_("Something is missing before you can be admitted: %(reason)s"), _ADMISSION
    ),
    "admission.refused": Words(
        N_("Our admission is refused"), N_("Your organisation was not admitted: %(reason)s"), _ADMISSION
    ),
    "admission.question": Words(
        N_("The platform asks us something"), N_("Our people have a question about your admission."), _ADMISSION
    ),
    "permit.ending": Words(
        N_("A permit of ours ends soon"),
        N_("A permit of yours holds until %(until)s, %(days)s days more. Show the renewed one in time."),
        _ADMISSION,
    ),
    "permit.expired": Words(
        N_("A permit of ours has run out"),
        N_("A permit of yours held until %(until)s. You are suspended until a renewed one is accepted."),
        _ADMISSION,
    ),
    "admission.suspended": Words(
        N_("We are suspended"), N_("Your organisation is suspended. Here is why, and what goes on."), _ADMISSION
    ),
    "admission.reinstated": Words(
        N_("We trade again"), N_("Your organisation is admitted again: you trade from now on."), _ADMISSION
    ),
    "delisting.decided": Words(
        N_("We are taken off the market"),
        N_("Your organisation is taken off the market: %(reason)s You may appeal until %(until)s."),
        _ADMISSION,
    ),
    "delisting.confirmed": Words(
        N_("Our appeal is turned down"),
        N_("Your appeal is turned down, and your organisation stays off the market: %(reason)s"),
        _ADMISSION,
    ),
    "delisting.lifted": Words(
        N_("Our appeal is granted"), N_("Your appeal is granted, and the delisting is lifted: %(reason)s"), _ADMISSION
    ),
    "trial.passed": Words(
        N_("Our trial is passed"),
        N_("Your trial is passed: you take any number of orders now, and may offer pools."),
        _ADMISSION,
    ),
    "trial.extended": Words(N_("Our trial goes on"), N_("Your trial goes on until %(until)s: %(reason)s"), _ADMISSION),
    "permit.returned": Words(
        N_("A permit of ours is sent back"), N_("A permit of yours is not in order: %(reason)s"), _ADMISSION
    ),
    "purse.refused": Words(
        N_("The bank does not pay us out"),
        N_("The bank refused %(reference)s. The %(total)s are in your wallet again: look why, and mend the account."),
        _WITHDRAWALS,
    ),
    "purse.returned": Words(
        N_("A payout comes back"),
        N_("%(reference)s came back to us. The %(total)s are in your wallet again: look why, and mend the account."),
        _WITHDRAWALS,
    ),
}
for _same in ("account", "account_withdrawn", "paid"):
    WORDS[f"purse.{_same}"] = replace(WORDS[f"earning.{_same}"], path=_WITHDRAWALS)


def said(kind: str, facts: Mapping[str, Any], gettext: Callable[[str], str], zone: ZoneInfo, *, chinese: bool) -> str:
    """Return the sentence of a piece of news in the language of ``gettext``, its figures written out."""
    written = {name: _written(fact, zone, chinese=chinese) for name, fact in facts.items()}
    return gettext(WORDS[kind].sentence) % written


def _written(fact: Any, zone: ZoneInfo, *, chinese: bool) -> str:
    if isinstance(fact, dict) and "minor" in fact:
        return money(Money(fact["minor"], fact["currency"]))
    if isinstance(fact, dict) and "prices" in fact:
        prices = dict.fromkeys(unit_price(Decimal(price), fact["currency"]) for price in fact["prices"])
        return " – ".join(prices)
    if isinstance(fact, dict):
        return instant_of(datetime.fromisoformat(fact["at"]).astimezone(zone), chinese=chinese)
    return quantity(fact) if isinstance(fact, int) else " ".join(str(fact).split())
