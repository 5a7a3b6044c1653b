"""The queue of what no reference explains: each line with what it could be and why, booked by one press."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.bank_words import DEEDS, WHYS
from blueprints.finance.blueprint import blueprint
from trade.banking import actions, queries
from trade.banking.queries import LineRow
from trade.banking.rules import Deed, LineState
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound
from trade.ledger.queries import receipts_waiting
from trade.parties.queries import names_of, payers
from trade.payouts import queries as payouts
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _

PAGE = "finance/bank_line.html"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a line can be booked as by one press."""

    deed: Deed
    target: UUID | None
    words: str
    why: str


@blueprint.get("/bank/lines")
@requires(Permission.SEE_FINANCE)
def line_queue() -> ResponseReturnValue:
    """Show lines that wait, and transfers without an owner, the oldest first."""
    page = queries.lines_waiting_after(session(), cursor=request.args.get("cursor"))
    further = url_for(".line_queue", cursor=page.next_cursor) if page.next_cursor else ""
    receipts = receipts_waiting(session())
    return render_template("finance/bank_lines.html", rows=page.rows, receipts=receipts, whys=WHYS, further=further)


@blueprint.get("/bank/lines/<uuid:bank_line_id>")
@requires(Permission.SEE_FINANCE)
def bank_line(bank_line_id: UUID) -> ResponseReturnValue:
    """Show a line and what it could be."""
    return render_template(PAGE, **_about(bank_line_id))


@blueprint.post("/bank/lines/<uuid:bank_line_id>/booking")
@requires(Permission.PREPARE_MONEY)
def book_line(bank_line_id: UUID) -> ResponseReturnValue:
    """Book a line as what was pressed."""
    said, target = request.form.get("deed", ""), request.form.get("target", type=UUID)
    if said not in set(Deed):
        raise InvalidInput("deed", "unknown")
    try:
        actions.book_line(call(), bank_line_id, deed=Deed(said), target=target)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return render_template(PAGE, **_about(bank_line_id, sentence(error))), 409
    flash(_("Booked: %(what)s.", what=DEEDS[said]), "good")
    return see_other(url_for(".line_queue"))


@blueprint.post("/bank/lines/<uuid:bank_line_id>/putting-aside")
@requires(Permission.PREPARE_MONEY)
def put_line_aside(bank_line_id: UUID) -> ResponseReturnValue:
    """Take a line out of the queue, with the reason."""
    try:
        actions.put_line_aside(call(), bank_line_id, reason=request.form.get("reason", ""))
    except (NotFound, NotAllowed):
        raise
    except InvalidInput:
        return render_template(PAGE, **_about(bank_line_id, _("Say why you put it aside."))), 422
    except DomainError as error:
        return render_template(PAGE, **_about(bank_line_id, sentence(error))), 409
    flash(_("Put aside. It still stands on its statement."), "good")
    return see_other(url_for(".line_queue"))


@blueprint.post("/bank/lines/<uuid:bank_line_id>/taking-up")
@requires(Permission.PREPARE_MONEY)
def take_line_up(bank_line_id: UUID) -> ResponseReturnValue:
    """Put a line back into the queue."""
    try:
        actions.take_line_up(call(), bank_line_id)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return render_template(PAGE, **_about(bank_line_id, sentence(error))), 409
    return see_other(url_for(".bank_line", bank_line_id=bank_line_id))


def waiting() -> int:
    """Count the lines that wait for a person."""
    return queries.lines_waiting_count(session())


def _about(bank_line_id: UUID, refusal: str = "") -> dict[str, Any]:
    found = queries.line(session(), bank_line_id)
    asked = request.args.get("owner", "").strip()[:120]
    waits, may = found.state is LineState.WAITING, actor().may(Permission.PREPARE_MONEY)
    return {
        "line": found,
        "choices": _choices(found, asked) if waits and may else [],
        "asked": asked,
        "refusal": refusal,
        "deeds": DEEDS,
        "whys": WHYS,
        "may_decide": waits and may,
        "may_take_up": found.state is LineState.ASIDE and may,
        "happened": timeline_of(session(), "bank_line", bank_line_id, currency=found.amount.currency),
    }


def _choices(line: LineRow, asked: str) -> Sequence[Choice]:
    """What can be pressed: what is proposed first, with its reason; then what every line of its direction can be."""
    proposal = queries.proposals(session(), line.id)
    found = []
    if proposal.deed in {Deed.PAYOUT, Deed.RETURN} and proposal.target is not None:
        payout = payouts.payout(session(), actor(), proposal.target)
        words = f"{DEEDS[proposal.deed]} {payout.reference}, {payout.seller_name}"
        found.append(Choice(proposal.deed, proposal.target, words, str(WHYS[proposal.why])))
    if line.amount.minor < 0:
        return found + [Choice(deed, None, str(DEEDS[deed]), "") for deed in (Deed.CHARGE, Deed.TAX)]
    if proposal.deed is Deed.RECEIPT and proposal.target is not None:
        name = names_of(session(), [proposal.target]).get(proposal.target, "")
        found.append(
            Choice(Deed.RECEIPT, proposal.target, _("Into the wallet of %(name)s", name=name), str(WHYS[proposal.why]))
        )
    found += [
        Choice(Deed.RECEIPT, payer.id, _("Into the wallet of %(name)s", name=payer.name), "")
        for payer in payers(session(), actor(), asked or line.name)[:6]
        if payer.id != proposal.target
    ]
    found.append(Choice(Deed.RECEIPT, None, _("A transfer, owner not known yet"), ""))
    return found
