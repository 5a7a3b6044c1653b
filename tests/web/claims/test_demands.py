"""What a seller owes of a late claim and has not earned is asked for by a paper that it can read, print and pay."""

from __future__ import annotations

from sqlalchemy import select, text

from adapters import clock
from tests.trade.settlement.owed import PAID, borne, late_claim, pay_out, settled, take
from trade.invoicing.actions import issue_demand
from trade.kernel.actor import Actor
from trade.parties.models import BankAccount, Organisation, TaxIdentity


def test_a_demand_says_what_is_owed_until_when_and_what_to_write_on_the_transfer(market, at_desk):
    market.at = clock.now()
    market.later(days=-60)
    order_id = settled(market)
    pay_out(market)
    claim_id = borne(market, late_claim(market, order_id, 36), PAID)
    market.later(days=30)
    take(market, claim_id)
    market.later(days=14)
    issue_demand(market.by(Actor.system()), claim_id)
    market.session.commit()
    ((reference, code),) = market.rows(
        "SELECT r.reference, o.code FROM recoveries r JOIN organisations o ON o.id = r.seller_id"
    )
    seller = at_desk(market.supplier)
    papers = seller.get("papers.paper_list", kind="demand")
    assert "DP-000001 Demand for payment" in papers.words()
    page = seller.get(papers.link("DP-000001"))
    for said in ("£87.21", f"Late claim {reference}, borne by you", f"Write on the transfer {code}", "No tax invoice"):
        assert said in page.words()
    assert seller.browser.get(f"{page.path}.pdf").mimetype == "application/pdf"
    assert reference in seller.get("papers.paper_list", q=reference).words()
    assert "It is invoiced and to be paid by" in seller.get("claims.claim", claim_id=claim_id).words()
    (row,) = (
        at_desk(market.maker).get("finance.recovery_list", stage="invoiced").rows("Owed by sellers, the oldest first")
    )
    assert row[5] == "Demand sent"


def test_a_demand_is_paid_where_the_banks_statements_come_from(market, at_desk):
    market.at = clock.now()
    with market.as_system() as session:
        platform = session.scalar(select(Organisation.id).where(Organisation.kind == "platform"))
        session.merge(BankAccount(organisation_id=platform, account="GB52 PINH 0000 0101 0006 07"))
        session.merge(
            TaxIdentity(
                organisation_id=platform, country="GB", legal_name="Pinhuo Market Ltd", tax_id="GB900000025",
                bank_name="Other Bank", bank_account="GB00 OTHER", address="", phone="", changed_at=market.at,
            )
        )  # fmt: skip
        session.commit()
    claim_id = borne(market, late_claim(market, settled(market)))
    with market.as_system() as session:
        session.execute(text("UPDATE recoveries SET stage = 'reserves', next_at = :at"), {"at": market.at})
        session.commit()
    issue_demand(market.by(Actor.system()), claim_id)
    market.session.commit()
    ((paper_id,),) = market.rows("SELECT id FROM papers WHERE kind = 'demand'")
    page = at_desk(market.supplier).get("papers.paper", paper_id=paper_id)
    assert "Account: GB52 PINH 0000 0101 0006 07" in page.words()
    assert "Other" not in page.words()
    ((owed_for, amount),) = page.rows("Owed")
    assert (owed_for.startswith("Late claim"), amount) == (True, "£14.54")
    assert "Tax rate" not in page.words()
