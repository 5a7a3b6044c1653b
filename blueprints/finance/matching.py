"""One transfer: what the bank said, whose money it is, and what was posted for it."""

import re
from decimal import Decimal
from typing import Final
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound
from trade.kernel.money import exponent_of
from trade.kernel.widths import narrow
from trade.ledger import actions, queries
from trade.ledger.actions import LimitExceeded
from trade.ledger.queries import ReceiptRow
from trade.ledger.receipts import ReceiptSplit
from trade.parties.queries import Payer, names_of, payers
from web import filters
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _

MOST: Final = 10**15
_AMOUNT: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")


@blueprint.get("/receipts/<uuid:receipt_id>")
@requires(Permission.SEE_FINANCE)
def receipt(receipt_id: UUID) -> ResponseReturnValue:
    """Show a transfer, and while it has no owner, who it could be."""
    return _shown(receipt_id)


def _shown(receipt_id: UUID, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    found = queries.receipt(session(), receipt_id)
    asked = request.args.get("owner", "").strip()[:120]
    page = render_template(
        "finance/receipt.html",
        receipt=found,
        parts=queries.parts_of(session(), receipt_id) if found.split_at else [],
        refusal=refusal,
        asked=asked,
        candidates=_candidates(found, asked),
        entries=queries.entries(session(), source=f"receipt:{receipt_id}:").rows,
        happened=timeline_of(session(), "receipt", receipt_id, currency=found.amount.currency),
        may_match=actor().may(Permission.PREPARE_MONEY),
    )
    return page, status


@blueprint.post("/receipts/<uuid:receipt_id>/match")
@requires(Permission.PREPARE_MONEY)
def match(receipt_id: UUID) -> ResponseReturnValue:
    """Put a transfer into its owner's wallet."""
    owner = request.form.get("organisation_id", type=UUID)
    if owner is None:
        raise InvalidInput("organisation", "unknown")
    found = queries.receipt(session(), receipt_id)
    try:
        actions.match_receipt(call(), receipt_id, organisation_id=owner)
    except ReceiptSplit as error:
        return _shown(receipt_id, sentence(error), 409)
    name = names_of(session(), [owner]).get(owner, "")
    flash(_("%(amount)s is in the wallet of %(name)s now.", amount=filters.money(found.amount), name=name), "good")
    return see_other(url_for(".receipt", receipt_id=receipt_id))


def _candidates(found: ReceiptRow, asked: str) -> list[Payer]:
    """Return who could have sent it: those asked for, else those whom the bank's words name."""
    if found.organisation_id is not None or found.split_at is not None:
        return []
    if asked:
        return payers(session(), actor(), asked)
    return payers(session(), actor(), found.payer) or payers(session(), actor(), found.bank_reference)


@blueprint.post("/receipts/<uuid:receipt_id>/unmatching")
@requires(Permission.PREPARE_MONEY)
def unmatch(receipt_id: UUID) -> ResponseReturnValue:
    """Take a transfer back from the wallet it was put into."""
    try:
        actions.unmatch_receipt(call(), receipt_id, reason=request.form.get("reason", ""))
    except (NotFound, NotAllowed):
        raise
    except InvalidInput:
        return _shown(receipt_id, _("Say why you take it back: its owner reads it."), 422)
    except LimitExceeded:
        return _shown(receipt_id, _("The wallet has less than this by now, so nothing was taken back."), 409)
    flash(_("Taken back. Say whose money it is."), "good")
    return see_other(url_for(".receipt", receipt_id=receipt_id))


@blueprint.post("/receipts/<uuid:receipt_id>/split")
@requires(Permission.PREPARE_MONEY)
def split(receipt_id: UUID) -> ResponseReturnValue:
    """Divide a transfer into parts that have an owner each."""
    found = queries.receipt(session(), receipt_id)
    try:
        minors = tuple(minor_of(typed, found.amount.currency) for typed in request.form.get("parts", "").split())
        actions.split_receipt(call(), receipt_id, minors=minors)
    except (NotFound, NotAllowed):
        raise
    except (ValueError, InvalidInput):
        return _shown(
            receipt_id, _("Enter two to twenty amounts, with spaces between, that come to the whole transfer."), 422
        )
    except DomainError as error:
        return _shown(receipt_id, sentence(error), 409)
    flash(_("Split. Say whose each part is."), "good")
    return see_other(url_for(".receipt", receipt_id=receipt_id))


def minor_of(typed: str, currency: str) -> int:
    """Return an amount in minor units; ``ValueError`` for what is none."""
    plain = narrow(typed)
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(typed)
    exact = Decimal(plain).scaleb(exponent_of(currency))
    if exact != exact.to_integral_value() or not 0 < exact < MOST:
        raise ValueError(typed)
    return int(exact)
