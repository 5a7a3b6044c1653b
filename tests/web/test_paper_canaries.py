"""No PDF holds anything of an organisation that is no party to it, nor what its reader is not to know of the other party."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from tests.desk import Desk
from tests.printed import text_of
from tests.trade.credit.lines import on_credit, open_line
from tests.trade.invoiced import invoiced
from tests.trade.market import Market
from trade.invoicing.actions import issue_commissions
from trade.kernel.actor import Actor
from trade.payouts.actions import prepare_payout

STRANGERS = ("RIVALCANARY", "NEIGHBOURCANARY")
"""In every name, address and account of organisations that are no party to the papers."""
PEOPLE = "PERSONCANARY"
"""In the name of everybody who works for the platform or another party."""


@pytest.fixture
def papers(market: Market) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Where each reader finds every kind of PDF, in a market in which strangers deal with the same parties."""
    for canary, actor in zip(STRANGERS, (market.rival, market.neighbour), strict=True):
        _mark(market, canary, actor)
    with market.as_system() as session:
        session.execute(text("UPDATE people SET name = :name || id"), {"name": PEOPLE})
        session.commit()
    order_id = invoiced(market)
    open_line(market)
    on_credit(market, {market.goods(): 36})
    market.settle()
    issue_commissions(market.by(Actor.system()))
    market.one_order(6, market.rival, market.neighbour)
    seller = market.supplier.organisation
    payout_id = prepare_payout(market.by(market.maker), seller_id=seller, currency="GBP")
    find = lambda query, **values: market.rows(query, **values)[0][0]  # noqa: E731
    invoice_id = find("SELECT id FROM papers WHERE order_id = :id", id=order_id)
    commission_id = find("SELECT id FROM papers WHERE recipient_id = :id AND statement_id IS NOT NULL", id=seller)
    slip = {"order_id": order_id, "shipment_id": find("SELECT id FROM shipments WHERE order_id = :id", id=order_id)}
    statement_id = find("SELECT id FROM statements WHERE seller_id = :id", id=seller)
    month = {"month": f"{market.at:%Y-%m}"}
    return {
        "retailer": [
            ("papers.paper_pdf", {"paper_id": invoice_id}), ("papers.account_pdf", month), ("papers.credit_account_pdf", {}),
        ],
        "supplier": [
            ("papers.paper_pdf", {"paper_id": invoice_id}), ("papers.paper_pdf", {"paper_id": commission_id}),
            ("papers.packing_slip_pdf", dict(slip)), ("papers.statement_pdf", {"statement_id": statement_id}),
            ("papers.remittance_pdf", {"payout_id": payout_id}),
        ],
    }  # fmt: skip


def test_no_pdf_holds_anything_of_a_stranger(
    market: Market, papers: dict[str, list[tuple[str, dict[str, Any]]]], at_desk: Callable[[Actor], Desk]
) -> None:
    counted = 0
    for who, where in papers.items():
        for content in _contents(at_desk(getattr(market, who)), where):
            counted += 1
            said = text_of(content)
            assert len(said) > 80, "a PDF without words proves nothing"
            for canary in (*STRANGERS, PEOPLE):
                assert canary not in said
                assert canary.encode() not in content
                assert canary.encode("utf-16-be") not in content
    assert counted == 8


def test_a_buyers_pdf_says_nothing_of_what_the_seller_gives_the_platform(
    market: Market, papers: dict[str, list[tuple[str, dict[str, Any]]]], at_desk: Callable[[Actor], Desk]
) -> None:
    for content in _contents(at_desk(market.retailer), papers["retailer"]):
        said = text_of(content)
        for secret in ("87.21", "4.59", "5.00 %", "Commission"):
            assert secret not in said


def _contents(desk: Desk, where: list[tuple[str, dict[str, Any]]]) -> Iterator[bytes]:
    for endpoint, values in where:
        yield desk.get(endpoint, **values).answer.get_data()


def _mark(market: Market, canary: str, actor: Actor) -> None:
    with market.as_system() as session:
        values = {**dict.fromkeys("abc", canary), "id": actor.organisation}
        session.execute(
            text("UPDATE organisations SET name = :a, legal_name = :b, address = :c WHERE id = :id"),
            values,
        )
        session.execute(
            text("UPDATE payee_accounts SET holder = :a, bank_name = :b WHERE organisation_id = :id"), values
        )
        session.commit()
