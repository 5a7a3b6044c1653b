"""Every record shows its timeline: whatever the trade records events of has them on a page, or a reason why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text

from tests.web.strangers import World, furnish
from trade.banking.actions import put_line_aside
from trade.catalogue.actions import tell_story
from trade.credit.actions import suspend_line
from trade.pad.actions import cancel_upload
from web.words import EVENTS

TRADE = Path(__file__).parents[2] / "trade"


class Shown(NamedTuple):
    """Whose page shows the timeline of a kind of record; ``found``: what its address names, where that is another id."""

    who: str
    endpoint: str
    parameter: str = ""
    found: str = "SELECT CAST(:id AS uuid)"


OF_ORGANISATION = "SELECT organisation_id FROM {} WHERE id = :id"
SHOWN: Final[dict[str, list[Shown]]] = {
    "agreement": [
        Shown("supplier", "supplier.agreement", "agreement_id"),
        Shown("retailer", "retailer.agreement", "agreement_id"),
    ],
    "bank_line": [Shown("maker", "finance.bank_line", "bank_line_id")],
    "bank_paper": [Shown("maker", "finance.bank_paper", "bank_paper_id")],
    "brand": [Shown("supplier", "supplier.brand")],
    "claim": [Shown("retailer", "claims.claim", "claim_id"), Shown("supplier", "claims.claim", "claim_id")],
    "commitment": [
        Shown("retailer", "retailer.pool", "pool_id", "SELECT pool_id FROM commitments WHERE id = :id"),
    ],
    "credit_application": [
        Shown("maker", "finance.credit_case", "organisation_id", OF_ORGANISATION.format("credit_applications"))
    ],
    "credit_invoice": [Shown("maker", "finance.credit_invoice", "invoice_id")],
    "credit_line": [Shown("maker", "finance.credit_case", "organisation_id", OF_ORGANISATION.format("credit_lines"))],
    "credit_proposal": [
        Shown("maker", "finance.credit_case", "organisation_id", OF_ORGANISATION.format("credit_proposals"))
    ],
    "inquiry": [
        Shown("supplier", "supplier.inquiry", "inquiry_id"),
        Shown("retailer", "retailer.inquiry", "inquiry_id"),
    ],
    "inspection": [Shown("support", "quality.inspection", "inspection_id")],
    "order": [
        Shown("supplier", "supplier.order", "order_id"),
        Shown("retailer", "retailer.order", "order_id"),
        Shown("support", "platform.order", "order_id"),
    ],
    "organisation": [Shown("support", "platform.organisation", "organisation_id")],
    "payout": [Shown("maker", "finance.payout", "payout_id")],
    "payout_batch": [Shown("maker", "finance.batch", "batch_id")],
    "pool": [Shown("supplier", "supplier.pool", "pool_id")],
    "goods_sheet": [Shown("supplier", "supplier.large_sheet", "sheet_id")],
    "price_list": [Shown("supplier", "supplier.price_list", "price_list_id")],
    "product": [Shown("supplier", "supplier.product", "product_id")],
    "purchase_request": [Shown("retailer", "retailer.purchase_request", "request_id")],
    "receipt": [Shown("maker", "finance.receipt", "receipt_id")],
    "saved_list": [Shown("retailer", "retailer.saved_list", "list_id")],
    "settlement_run": [Shown("maker", "finance.settlement", "run_id")],
    "sku": [
        Shown("supplier", "supplier.sku", "sku_id"),
        Shown("supplier", "supplier.product", "product_id", "SELECT product_id FROM skus WHERE id = :id"),
    ],
    "statement": [
        Shown("maker", "finance.statement", "statement_id"),
        Shown("supplier", "supplier.statement", "statement_id"),
    ],
    "stock_take": [
        Shown("supplier", "supplier.take", "take_id"),
        Shown("supplier", "supplier.take_result", "take_id"),
    ],
    "transfer": [Shown("supplier", "supplier.transfer", "transfer_id")],
    "upload": [Shown("retailer", "retailer.upload", "upload_id")],
    "warehouse": [Shown("supplier", "supplier.warehouse", "warehouse_id")],
    "webhook": [Shown("retailer", "connections.webhook", "webhook_id")],
}
WITHOUT: Final = {
    "bank_file": "is a row of its batch's page; its payouts tell that they were sent, refused and booked",
    "books": "are no record but all of them: the ledger's page lists each proof, and each period its end",
    "category": "has no page; the commission page lists each rate with who proposed and who decided it",
    "dated_rate": "has no page; the page of rates lists each with who proposed and who decided it",
    "forecast_run": "is the forecast's page of its day, which says when it was made and of what",
    "import": "is made from a terminal, which prints its report",
    "paper": "says on itself who issued it and when, and never changes afterwards",
    "payee_account": "has no page; the payouts page lists the accounts so far with who named them",
    "person": "is nobody's page but their own; what they did stands in the audit trail for the platform",
    "withdrawal": "has no page; the wallet lists each with what became of it",
}
"""Kinds of records without a page that one of them could be opened on, and where they are told of instead."""


def recorded() -> set[str]:
    """Return every kind of subject that the business records events of."""
    return {subject for path in TRADE.rglob("*.py") for subject in _subjects(ast.parse(path.read_text()), path)}


def _subjects(tree: ast.AST, path: Path) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
            subject = node.args[1] if len(node.args) > 1 else None
            assert isinstance(subject, ast.Constant), f"{path}:{node.lineno} hides of what it records an event"
            yield str(subject.value)


def test_every_kind_of_record_has_its_timeline_on_a_page_or_a_reason():
    assert recorded() == SHOWN.keys() | WITHOUT.keys()
    assert not SHOWN.keys() & WITHOUT.keys()


def test_each_of_those_pages_tells_what_happened(app, session):
    world = furnish(app, session)
    _happen(world)
    wrong = [
        (subject, shown.endpoint)
        for subject, pages in SHOWN.items()
        for shown in pages
        if not any(is_told(world, shown, *one) for one in events_of(world, subject))
    ]

    assert wrong == []


def _happen(world: World) -> None:
    """Do what nobody has done yet in a market with something of everything."""
    market, line_id, upload_id = world.market, world.ids["bank_line_id"], world.ids["upload_id"]
    [(credit_line_id,)] = market.rows("SELECT id FROM credit_lines LIMIT 1")
    suspend_line(market.by(market.maker), credit_line_id, reason="Nobody answers the telephone")
    put_line_aside(market.by(market.maker), line_id, reason="Ask the bank")
    cancel_upload(market.by(market.retailer), upload_id)
    tell_story(market.by(market.supplier), story="Kettles since 1949", story_zh="", version=0)


def events_of(world: World, subject: str) -> list[tuple[UUID, str]]:
    """Return the records of a kind, the newest first, each with what happened to it last."""
    with world.market.as_system() as session:
        rows = session.execute(
            text(
                "SELECT DISTINCT ON (subject_id) subject_id, verb FROM events WHERE subject = :subject"
                " ORDER BY subject_id DESC, number DESC"
            ),
            {"subject": subject},
        )
        return [(row.subject_id, row.verb) for row in rows]


def is_told(world: World, shown: Shown, subject_id: UUID, verb: str) -> bool:
    """Whether the page opens for that person and says of the record what happened to it last."""
    with world.market.as_system() as session:
        named = session.execute(text(shown.found), {"id": subject_id}).scalar_one()
    values = {shown.parameter: named} if shown.parameter else {}
    page = world.desks[shown.who].get(shown.endpoint, expect=None, **values)
    return page.answer.status_code == 200 and any(str(EVENTS[verb]) in line for line in page.items("What happened"))
