"""What a seller earned and was paid, on paper: statements, and the advice of what a payout pays."""

from collections.abc import Sequence
from itertools import islice
from typing import Final
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from blueprints.papers.blueprint import blueprint
from trade.invoicing.ports import PaperTooLong
from trade.invoicing.queries import Remittance, remittance
from trade.kernel.actor import Permission
from trade.settlement.queries import (
    StatementItemRow,
    StatementLineRow,
    StatementRow,
    StatementSums,
    statement,
    statement_items,
    statement_lines,
    statement_sums,
)
from web.access import actor, requires, session
from web.filters import day, instant, money, quantity
from web.printed import Printed, PrintedTable, foot_of, page_of, pdf_of
from web.sheets import all_rows
from web.statements import item_word
from web.translation import gettext as _
from web.words import state_word

SEES = (Permission.SEE_EARNINGS, Permission.SEE_FINANCE)
MOST: Final = 2000
"""More lines than this are read in a spreadsheet, not on paper."""


@blueprint.get("/statements/<uuid:statement_id>")
@requires(*SEES)
def statement_paper(statement_id: UUID) -> ResponseReturnValue:
    """Show a statement as it is printed, with all its lines."""
    pdf = url_for(".statement_pdf", statement_id=statement_id)
    return page_of(_statement(statement_id), back=_back(), pdf=pdf)


@blueprint.get("/statements/<uuid:statement_id>.pdf")
@requires(*SEES)
def statement_pdf(statement_id: UUID) -> Response:
    """Answer a statement as PDF."""
    return pdf_of(_statement(statement_id))


@blueprint.get("/remittances/<uuid:payout_id>")
@requires(*SEES)
def remittance_advice(payout_id: UUID) -> ResponseReturnValue:
    """Show which statements a payout pays."""
    found = remittance(session(), actor(), payout_id)
    return page_of(_advice(found), back=_back(), pdf=url_for(".remittance_pdf", payout_id=payout_id))


@blueprint.get("/remittances/<uuid:payout_id>.pdf")
@requires(*SEES)
def remittance_pdf(payout_id: UUID) -> Response:
    """Answer the advice of a payout as PDF."""
    return pdf_of(_advice(remittance(session(), actor(), payout_id)))


def _back() -> tuple[str, str]:
    return _("Papers"), url_for(".paper_list")


def _statement(statement_id: UUID) -> Printed:
    head = statement(session(), actor(), statement_id)
    lines = list(islice(all_rows(lambda cursor: statement_lines(session(), head.id, cursor=cursor)), MOST + 1))
    if len(lines) > MOST:
        raise PaperTooLong
    sums = statement_sums(session(), head)
    of_lines = [
        _("Total"), "", quantity(sums.lines), money(sums.gross), "", money(sums.commission), money(sums.net)
    ]  # fmt: skip
    return Printed(
        name=head.reference,
        title=_("Statement %(reference)s", reference=head.reference),
        parties=[(_("Seller"), [head.seller_name])],
        facts=[
            (_("Made"), instant(head.made_at)),
            (_("Up to"), instant(head.until)),
            (_("Seller gets"), money(head.net)),
        ],
        tables=[_lines(lines, of_lines), *_items(statement_items(session(), head.id), sums)],
        notes=[_("Sold for, less commission, is what is earned: on each line and in total.")],
        foot=foot_of(head.reference),
    )


def _items(items: Sequence[StatementItemRow], sums: StatementSums) -> list[PrintedTable]:
    """Say what stands beside the lines, down to what the seller gets; nothing where there is none."""
    if not items:
        return []
    rows = [[item_word(item), money(item.amount)] for item in items]
    columns = [(_("Beside the lines"), "wide"), (_("Amount"), "num")]
    of_lines = [_("Earned by the lines"), money(sums.net)]
    return [PrintedTable("", columns, [of_lines, *rows], [[_("Seller gets"), money(sums.payable)]])]


def _lines(lines: list[StatementLineRow], sums: list[str]) -> PrintedTable:
    columns = [
        (_("Order"), ""), (_("Product"), "wide"), (_("Delivered"), "num"), (_("Sold for"), "num"), (_("Rate"), "num"),
        (_("Commission"), "num"), (_("Earned"), "num"),
    ]  # fmt: skip
    rows = [
        [
            line.order_reference, f"{line.sku_code} {line.name}", quantity(line.quantity), money(line.gross),
            f"{line.commission_rate * 100:.2f} %", money(line.commission), money(line.net),
        ]
        for line in lines
    ]  # fmt: skip
    return PrintedTable(_("Lines"), columns, rows, [sums])


def _advice(found: Remittance) -> Printed:
    payout = found.payout
    rows = [_paid(row) for row in found.statements]
    rows += [[row.reference, day(row.asked_at), "", "", "", money(row.amount)] for row in found.withdrawals]
    if found.other:
        rows.append([_("Carried over or taken off"), "", "", "", "", money(found.other)])
    columns = [
        (_("Statement or withdrawal"), ""), (_("Made"), ""), (_("Lines"), "num"), (_("Sold for"), "num"),
        (_("Commission"), "num"), (_("Paid"), "num"),
    ]  # fmt: skip
    sums = [_("Total"), "", "", "", "", money(payout.amount)]
    return Printed(
        name=payout.reference,
        title=_("Remittance advice %(reference)s", reference=payout.reference),
        parties=[
            (
                _("Paid to"),
                [text for text in (payout.holder or payout.seller_name, payout.account, payout.bank_name) if text],
            )
        ],
        facts=[
            (_("Amount"), money(payout.amount)),
            (_("State"), str(state_word(payout.state).word)),
            (_("Prepared on"), day(payout.prepared_at)),
        ],
        tables=[PrintedTable(_("What it pays"), columns, rows, [sums])],
        foot=foot_of(payout.reference),
    )


def _paid(row: StatementRow) -> list[str]:
    return [
        row.reference, day(row.made_at), quantity(row.lines), money(row.gross), money(row.commission), money(row.net)
    ]  # fmt: skip
