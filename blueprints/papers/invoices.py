"""One invoice, credit note or demand, as it was issued."""

from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from blueprints.papers.blueprint import blueprint
from blueprints.papers.listing import KINDS, SEES
from trade.invoicing import queries
from trade.invoicing.queries import PaperDetail, PaperLineRow, PaperRow
from trade.invoicing.rules import PaperKind, by_rate
from trade.kernel.money import Money
from trade.parties.rules import TaxClass
from web.access import actor, requires, session
from web.filters import day, instant_in, money, quantity, unit_price
from web.naming import unit_word
from web.printed import Printed, PrintedTable, foot_of, page_of, pdf_of
from web.tax_words import NIL_NOTES, TAX_CLASSES, class_and_rate, rate_told
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

REASONS: Final[dict[str, LazyString]] = {
    "cancelled": _l("The order was cancelled before it was shipped."),
    "short": _l("The seller could not ship everything."),
    "claim": _l("The seller bears a claim about the goods."),
    "correction": _l("A line was disputed, and commission is given back for it."),
    "late_claim": _l("The seller bears a late claim about the goods, and commission is given back with it."),
}
_PARTY: Final[tuple[tuple[str, LazyString], ...]] = (
    ("tax_id", _l("Tax number")),
    ("address", _l("Address")),
    ("phone", _l("Telephone")),
    ("bank_name", _l("Bank")),
    ("bank_account", _l("Account")),
)


@blueprint.get("/<uuid:paper_id>")
@requires(*SEES)
def paper(paper_id: UUID) -> ResponseReturnValue:
    """Show one paper."""
    found = queries.paper(session(), actor(), paper_id)
    back = (_("Papers"), url_for(".paper_list"))
    others = [(note.reference, note.id) for note in found.credited_by]
    if found.corrects:
        others.append((found.corrects[1], found.corrects[0]))
    links = {reference: url_for(".paper", paper_id=other) for reference, other in others}
    return page_of(_printed(found), back=back, pdf=url_for(".paper_pdf", paper_id=paper_id), links=links)


@blueprint.get("/<uuid:paper_id>.pdf")
@requires(*SEES)
def paper_pdf(paper_id: UUID) -> Response:
    """Answer one paper as PDF."""
    return pdf_of(_printed(queries.paper(session(), actor(), paper_id)))


def _printed(found: PaperDetail) -> Printed:
    row = found.row
    title = f"{KINDS[row.kind]} {row.reference}"
    is_note = row.kind is PaperKind.CREDIT_NOTE
    facts = [(_("Issued"), instant_in(row.issued_at, found.time_zone))]
    if row.about:
        facts.append((_about_word(row), row.about))
    if row.due_at is not None:
        facts.append((_("To be paid by"), day(row.due_at.astimezone(ZoneInfo(found.time_zone)).date())))
        facts.append((_("Write on the transfer"), found.code))
    if found.corrects:
        facts.append((_("Takes back from"), found.corrects[1]))
    if found.reason:
        facts.append((_("Because"), str(REASONS.get(found.reason, found.reason))))
    if found.credited_by:
        facts += [(_("Credited by"), note.reference) for note in found.credited_by]
        left = Money.sum((-note.gross for note in found.credited_by), row.gross.currency) + row.gross
        facts.append((_("Left of it") if row.statement_id else _("Left to pay of it"), money(left)))
    return Printed(
        name=row.reference,
        title=title,
        parties=_parties(row),
        facts=facts,
        tables=[
            _table(found, _("Credited") if is_note else _("Owed") if row.recovery_id else _("Invoiced")),
            *_taxes(found),
        ],
        notes=[*_tax_notes(found), _note(row)],
        foot=foot_of(row.reference),
    )


def _about_word(row: PaperRow) -> str:
    return _("Claim") if row.recovery_id else _("Statement") if row.statement_id else _("Order")


def _parties(row: PaperRow) -> list[tuple[str, list[str]]]:
    names = (_("Payable to"), _("Payable by")) if row.kind is PaperKind.DEMAND else (_("Seller"), _("Buyer"))
    return list(zip(names, (_party(row.issuer), _party(row.recipient)), strict=True))


def _note(row: PaperRow) -> str:
    if row.kind is PaperKind.DEMAND:
        return _("No tax invoice: nothing is sold with it. What is payable to you and your next statements go on paying it; your claim's page says what is left.")  # fmt: skip
    return _("Tax is rounded half up on each line, once; the totals add the lines up and round nothing again.")


def _party(said: dict[str, str]) -> list[str]:
    told = [f"{label}: {said[field]}" for field, label in _PARTY if said.get(field)]
    return [said.get("legal_name") or said.get("name", ""), *told]


def _table(found: PaperDetail, caption: str) -> PrintedTable:
    row = found.row
    if row.kind is PaperKind.DEMAND:
        owed = [[_for_claim(line), money(line.gross)] for line in found.lines]
        return PrintedTable(
            caption, [(_("Owed for"), "wide"), (_("Amount"), "num")], owed, [[_("Total"), money(row.gross)]]
        )
    with_tax = any(line.tax_rate and line.order_line_id for line in found.lines)
    unit_price_as = _("Unit price, tax included") if with_tax else _("Unit price")
    columns = [
        (_("Code"), ""), (_("Product"), "wide"), (_("Quantity"), "num"), (unit_price_as, "num"), (_("Net"), "num"),
        (_("Tax rate"), "num"), (_("Tax"), "num"), (_("Gross"), "num"),
    ]  # fmt: skip
    sums = [_("Total"), "", "", "", money(row.net), "", money(row.tax), money(row.gross)]
    return PrintedTable(caption, columns, [_line(line) for line in found.lines], [sums])


def _taxes(found: PaperDetail) -> list[PrintedTable]:
    """What the paper comes to at each rate: what a tax return adds up. Nothing where it names no tax at all."""
    sums = by_rate(found.lines)
    if all(one.tax_class is TaxClass.STANDARD and not one.tax_rate for one in sums):
        return []
    columns = [
        (_("Tax class"), "wide"),
        (_("Tax rate"), "num"),
        (_("Net"), "num"),
        (_("Tax"), "num"),
        (_("Gross"), "num"),
    ]
    rows = [
        [
            str(TAX_CLASSES[one.tax_class]),
            "–" if one.tax_class is TaxClass.EXEMPT else rate_told(one.tax_rate),
            money(one.net),
            money(one.tax),
            money(one.gross),
        ]
        for one in sums
    ]
    total = [_("Total"), "", money(found.row.net), money(found.row.tax), money(found.row.gross)]
    return [PrintedTable(_("Tax by rate"), columns, rows, [total])]


def _tax_notes(found: PaperDetail) -> list[str]:
    """Why goods bear no tax: the two reasons are not the same to a tax office."""
    return [
        str(NIL_NOTES[tax_class]) for tax_class in NIL_NOTES if tax_class in {line.tax_class for line in found.lines}
    ]


def _for_claim(line: PaperLineRow) -> str:
    return _("Late claim %(claim)s, borne by you", claim=line.name)


def _line(line: PaperLineRow) -> list[str]:
    """What is given back of a price, without goods, has no quantity."""
    is_fee = line.order_line_id is None
    name = _("Commission at %(rate)s", rate=line.name) if line.unit == "commission" else line.name
    count = "" if is_fee or not line.quantity else f"{quantity(line.quantity)} {unit_word(line.unit)}"
    return [
        line.sku_code, name, count, unit_price(line.unit_price, line.net.currency), money(line.net),
        class_and_rate(line.tax_class, line.tax_rate), money(line.tax), money(line.gross),
    ]  # fmt: skip
