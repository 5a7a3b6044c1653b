"""A buyer's statement of account of its credit line: what was owed, each change of it with its invoice, and what is owed."""

from datetime import date
from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.papers.blueprint import blueprint
from trade.credit.queries import account as account_of
from trade.credit.queries import standing_of
from trade.invoicing.ports import PaperTooLong
from trade.kernel.actor import Permission
from web.access import actor, requires, session, viewer
from web.credit_words import MOVEMENTS
from web.days import span_asked
from web.filters import day, money
from web.printed import Printed, PrintedTable, foot_of, page_of, pdf_of
from web.translation import gettext as _


@blueprint.get("/credit-account")
@requires(Permission.SEE_PURCHASES)
def credit_account() -> ResponseReturnValue:
    """Show the credit line over some days, as it is printed."""
    first, last = _days()
    span: dict[str, Any] = {"from": first.isoformat(), "until": last.isoformat()}
    pdf = url_for(".credit_account_pdf", **span)
    return page_of(_printed(), back=(_("Papers"), url_for(".paper_list")), pdf=pdf)


@blueprint.get("/credit-account.pdf")
@requires(Permission.SEE_PURCHASES)
def credit_account_pdf() -> Response:
    """Answer it as PDF."""
    return pdf_of(_printed())


def _days() -> tuple[date, date]:
    return span_asked(standing_of(session(), actor().organisation, _currency(), clock.now()).today)


def _currency() -> str:
    who = viewer()
    assert who is not None
    return who.currency


def _printed() -> Printed:
    """Every word of it; ``PaperTooLong`` where the days hold more lines than a paper does."""
    first, last = _days()
    found = account_of(session(), actor().organisation, _currency(), first, last)
    if found.is_cut:
        raise PaperTooLong
    who = viewer()
    name = f"credit-{first}-{last}"
    columns = [(_("Date"), ""), (_("What"), "wide"), (_("Invoice"), ""), (_("Order"), ""), (_("Amount"), "num"), (_("Owed then"), "num")]  # fmt: skip
    rows = [[day(first), _("Owed at the beginning"), "", "", "", money(found.opening)]]
    rows += [
        [day(line.at), str(MOVEMENTS[line.kind]), line.reference, line.order_reference, money(line.amount), money(line.after)]
        for line in found.lines
    ]  # fmt: skip
    sums = [
        [_("Added"), "", "", "", money(found.charged), ""],
        [_("Paid and taken off"), "", "", "", money(found.settled), ""],
        [_("Owed at the end"), "", "", "", "", money(found.closing)],
    ]
    return Printed(
        name=name,
        title=_("Statement of account, bought on credit"),
        parties=[(_("Credit of"), [who.organisation_name if who else ""])],
        facts=[(_("From"), day(first)), (_("To"), day(last))],
        tables=[PrintedTable(_("What you owed, and what changed it"), columns, rows, sums)],
        notes=[_("What was owed at the beginning and all changes come to what is owed at the end.")],
        foot=foot_of(name),
    )
