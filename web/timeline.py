"""What happened to a record, told to people: each event as a sentence, with who did it and what changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from trade.kernel.events import TimelineItem, timeline_together
from trade.parties.queries import names_of
from web.facts import LABELS, shown
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS

EVENTS.update(
    {
        "ordering.order_placed": _l("Order placed and paid"),
        "ordering.replacement_placed": _l("Ordered again for a claim, for nothing"),
        "quoting.quote_asked": _l("Asked for a quote"),
        "quoting.quote_sent": _l("Quoted"),
        "quoting.quote_accepted": _l("Ordered at the quote"),
        "quoting.quote_expiring": _l("Reminded that the quote ends soon"),
        "quoting.approval_asked": _l("Asked for approval"),
        "quoting.message_sent": _l("Message"),
        "quoting.inquiry_declined": _l("Declined by the seller"),
        "quoting.inquiry_withdrawn": _l("Taken back by the buyer"),
        "forecasting.run_started": _l("Forecast started"),
        "forecasting.run_finished": _l("Forecast finished"),
        "forecasting.run_given_up": _l("Forecast given up: nobody worked on it for half a day"),
        "forecasting.own_sales_told": _l("Own sales told"),
        "ordering.purchase_requested": _l("Asked for approval"),
        "ordering.request_approved": _l("Approved and ordered"),
        "ordering.request_declined": _l("Declined"),
        "ordering.request_withdrawn": _l("Taken back by whoever asked"),
        "ordering.order_confirmed": _l("Confirmed by the seller"),
        "ordering.order_shipped": _l("Goods left the seller"),
        "ordering.shipment_received": _l("Receipt confirmed"),
        "ordering.shipment_taken_as_received": _l("Taken as received, since nobody objected"),
        "ordering.order_delivered": _l("Everything was delivered"),
        "ordering.order_completed": _l("Completed: the time for claims is over"),
        "ordering.order_cancelled": _l("Cancelled; what was paid went back, and nothing is owed for it"),
        "ordering.goods_spoilt": _l("Goods set aside for it keep no longer, and none are left to replace them"),
        "ordering.order_closed_short": _l("Not all will be shipped; the rest is not owed, and what was paid is back"),
        "catalogue.story_told": _l("Story told"),
        "catalogue.brand_picture_set": _l("Picture added"),
        "catalogue.brand_picture_removed": _l("Picture removed"),
        "catalogue.product_created": _l("Product added"),
        "catalogue.product_edited": _l("Product changed"),
        "catalogue.sku_added": _l("Specification added"),
        "catalogue.sku_edited": _l("Specification changed"),
        "catalogue.picture_added": _l("Picture added"),
        "catalogue.picture_chosen": _l("Another picture is shown first"),
        "catalogue.picture_removed": _l("Picture removed"),
        "catalogue.picture_moved": _l("Pictures put in another order"),
        "catalogue.picture_replaced": _l("Picture replaced"),
        "catalogue.picture_described": _l("Picture described"),
        "catalogue.properties_set": _l("Properties set"),
        "catalogue.marks_set": _l("Marks set"),
        "catalogue.pack_made": _l("Pack added"),
        "catalogue.pack_changed": _l("Parts of the pack changed"),
        "pricing.ladder_set": _l("Prices set"),
        "pricing.list_left": _l("Taken off a price list"),
        "pricing.ladder_withdrawn": _l("Scheduled price taken back"),
        "pricing.list_begun": _l("Price list begun"),
        "pricing.list_ended": _l("Price list ended"),
        "pricing.level_set": _l("Buyer’s level set"),
        "pricing.agreement_drafted": _l("Agreement drafted"),
        "pricing.agreement_offered": _l("Offered to the buyer"),
        "pricing.agreement_accepted": _l("Accepted by the buyer"),
        "pricing.agreement_dropped": _l("Draft given up"),
        "pricing.agreement_withdrawn": _l("Offer taken back"),
        "pricing.agreement_declined": _l("Declined by the buyer"),
        "pricing.agreement_ended": _l("Agreement ended"),
        "stock.counted": _l("Stock counted"),
        "stock.received": _l("Goods came in"),
        "stock.observed": _l("Counted by another system"),
        "stock.sent": _l("Sent to another warehouse"),
        "stock.arrived": _l("Arrived from another warehouse"),
        "stock.written_off": _l("Written off"),
        "stock.sent_back": _l("Sent back to the maker"),
        "stock.shelf_days_set": _l("Days to keep after delivery set"),
        "stock.warehouse_opened": _l("Warehouse opened"),
        "stock.warehouse_changed": _l("Warehouse changed"),
        "stock.warehouse_closed": _l("Warehouse closed"),
        "stock.transfer_sent": _l("Goods left the warehouse"),
        "stock.transfer_arrived": _l("Goods arrived"),
        "stock.take_begun": _l("Stock take begun"),
        "stock.take_posted": _l("Stock take written into the books"),
        "stock.take_given_up": _l("Stock take given up"),
        "parties.tax_identity_set": _l("Tax identity set"),
        "parties.tax_rate_set": _l("Tax in prices set"),
        "parties.second_factor_started": _l("Code generator being set up"),
        "parties.second_factor_confirmed": _l("Code generator set up"),
        "parties.second_factor_proven": _l("Second factor proven"),
        "parties.password_reset_requested": _l("Asked for a new password"),
        "parties.password_reset_sent": _l("The letter for a new password was sent"),
        "parties.password_reset": _l("Password set anew"),
        "parties.organisation_chosen": _l("Went on for another organisation"),
        "parties.language_chosen": _l("Another language chosen"),
        "invoicing.invoice_issued": _l("Tax invoice issued"),
        "invoicing.credit_note_issued": _l("Credit note issued"),
        "invoicing.demand_issued": _l("Demand for payment issued"),
        "ledger.receipt_recorded": _l("Bank transfer recorded"),
        "ledger.receipt_matched": _l("Bank transfer put into a wallet"),
        "ledger.verification_asked": _l("A proof of the books was asked for"),
        "ledger.verified": _l("The books were proven"),
        "pad.upload_taken": _l("A file of lines was uploaded"),
        "pad.upload_confirmed": _l("The file's lines were put into the cart"),
        "pad.upload_cancelled": _l("The upload was cancelled"),
        "pricing.sheet_sent": _l("A sheet of products was sent"),
        "pricing.sheet_confirmed": _l("The sheet was confirmed"),
        "pricing.sheet_taken": _l("The sheet was taken in"),
        "pricing.sheet_stopped": _l("Taking in the sheet was stopped"),
        "pricing.sheet_cancelled": _l("The sheet was cancelled"),
        "pad.list_saved": _l("List saved"),
        "pad.list_archived": _l("List put away"),
        "pad.list_restored": _l("List brought back"),
        "settlement.run_started": _l("Settlement started"),
        "settlement.run_finished": _l("Settlement finished"),
        "settlement.statement_made": _l("Statement made"),
        "settlement.bank_account_set": _l("Bank account changed"),
        "settlement.payout_prepared": _l("Payout prepared"),
        "settlement.payout_sent": _l("Payout approved and sent to the bank"),
        "settlement.payout_rejected": _l("Payout rejected"),
        "settlement.payout_booked": _l("The bank has paid out"),
    }
)

NEWEST: Final = 50
"""So much is told of a record that programs change every hour: goods that are counted, priced, counted again."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a timeline; ``details`` are (label, before, after)."""

    at: datetime
    what: str
    who: str
    details: Sequence[tuple[str, str, str]]


def timeline_of(session: Session, subject: str, subject_id: UUID, *, currency: str = "") -> list[Told]:
    """Return what happened to a record, newest first. ``currency``: of its amounts, where the events name none."""
    return told_together(session, {subject: [subject_id]}, currency=currency)


def told_together(
    session: Session, about: Mapping[str, Collection[UUID]], *, currency: str = "", newest: int | None = None
) -> list[Told]:
    """Return what happened to records that one page shows together (ids by subject), newest first, at most ``newest``."""
    items = timeline_together(session, about, newest=newest)
    ids = {key for item in items for key in (item.person_id, item.organisation_id) if key is not None}
    names = names_of(session, ids)
    return [_told(item, names, currency) for item in reversed(items)]


def change_words(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Say what an event changed, as (label, before, after)."""
    return list(_changes(before, after, after.get("currency", "")))


def _told(item: TimelineItem, names: dict[UUID, str], currency: str) -> Told:
    what = EVENTS.get(item.verb) or _("Something was done")
    return Told(
        item.at,
        str(what),
        _who(item, names),
        list(_changes(item.before, item.after, item.after.get("currency", currency))),
    )


def _who(item: TimelineItem, names: dict[UUID, str]) -> str:
    """Name the person and for whom they acted; what nobody did, the market did by itself."""
    found = [names[key] for key in (item.person_id, item.organisation_id) if key in names]
    return " · ".join(found) or _("Pinhuo, by itself")


def _changes(was: dict[str, Any], now: dict[str, Any], currency: str) -> Iterator[tuple[str, str, str]]:
    for name, label in LABELS.items():
        before, after = shown(name, was.get(name), currency), shown(name, now.get(name), currency)
        if after != before and after:
            yield str(label), before, after
