"""One box that finds any reference: orders, shipments, statements, payouts, transfers and organisations."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.platform.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ledger.queries import receipts_after
from trade.ordering.queries import all_orders, find_shipments
from trade.parties.queries import organisations
from trade.payouts.queries import find_settled
from web.access import actor, requires, session
from web.fragments import see_other
from web.translation import gettext as _
from web.words import kind_word, state_word

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that fits."""

    kind: str
    title: str
    detail: str
    url: str


@blueprint.get("/search")
@requires(Permission.OVERSEE)
def search() -> ResponseReturnValue:
    """Go to the one record that fits; show them where there are several."""
    text = request.args.get("q", "").strip()[:80]
    hits = list(_hits(text)) if len(text) > 1 else []
    exact = [hit for hit in hits if hit.title.lower() == text.lower()]
    if len(hits) == 1 or len(exact) == 1:
        return see_other((exact or hits)[0].url)
    return render_template("platform/search.html", text=text, hits=hits)


def _hits(text: str) -> Iterator[Hit]:
    """Find what begins with ``text``; organisations and transfers also where it stands inside."""
    yield from _goods(text)
    if actor().may(Permission.SEE_FINANCE):
        yield from _money(text)
    for row in organisations(session(), actor(), search=text, limit=LIMIT).rows:
        detail = f"{kind_word(row.kind)} · {row.code} · {state_word(row.state)}"
        yield Hit(_("Organisation"), row.name, detail, url_for(".organisation", organisation_id=row.organisation_id))


def _goods(text: str) -> Iterator[Hit]:
    for order in all_orders(session(), actor(), search=text, limit=LIMIT).rows:
        detail = f"{order.buyer_name} · {order.seller_name} · {state_word(order.state)}"
        yield Hit(_("Order"), order.reference, detail, url_for(".order", order_id=order.id))
    for shipment in find_shipments(session(), actor(), text, limit=LIMIT):
        url = url_for(".order", order_id=shipment.order_id, _anchor=shipment.reference)
        yield Hit(_("Shipment"), shipment.reference, shipment.order_reference, url)


def _money(text: str) -> Iterator[Hit]:
    for found in find_settled(session(), actor(), text):
        if found.kind == "statement":
            word, url = _("Statement"), url_for("finance.statement", statement_id=found.id)
        else:
            word, url = _("Payout"), url_for("finance.payout", payout_id=found.id)
        yield Hit(word, found.reference, found.seller_name, url)
    for row in receipts_after(session(), search=text, limit=LIMIT).rows:
        detail = row.organisation_name or row.payer
        yield Hit(_("Bank transfer"), row.bank_reference, detail, url_for("finance.receipt", receipt_id=row.id))
