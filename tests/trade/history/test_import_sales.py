from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.trade.history.sales import sale_row
from trade.catalogue.models import SKU, Product
from trade.history.actions import ImportReport, import_sales
from trade.history.models import PastOrder, PastOrderLine
from trade.history.rules.rows import Reason
from trade.kernel.actor import Actor
from trade.kernel.errors import NotAllowed
from trade.kernel.events import Event
from trade.kernel.outbox import OutboxRow
from trade.kernel.work import Call
from trade.ledger.models import LedgerEntry
from trade.ordering.models import Order
from trade.parties.models import Organisation, Region
from trade.pricing.models import Ladder
from trade.stock.models import StockLevel

NOW = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture
def bring_in(session):
    def run(*rows: list[str], source: str = "books", at: datetime = NOW) -> ImportReport:
        return import_sales(Call(session, Actor.system(), at), rows, source=source)

    return run


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def wholesale(code="85123A", description="WHITE HEART"):
    """Three customers who buy 6 at 2.95 and three who buy 32 at 2.55."""
    return [
        sale_row(invoice=f"{code[:5]}{n}", code=code, description=description, customer=13000 + n,
                 quantity=6 if n < 3 else 32, price="2.95" if n < 3 else "2.55")
        for n in range(6)
    ]  # fmt: skip


def test_read_is_taken_and_refused(session, bring_in):
    report = bring_in(*wholesale(), sale_row(invoice="C1"), sale_row(code="POST"), sale_row(price="0"), ["half", "row"])

    assert (report.read, report.taken, report.refused_total) == (10, 6, 4)
    assert report.refused == {
        Reason.MALFORMED: 1,
        Reason.CANCELLATION: 1,
        Reason.NOT_GOODS: 1,
        Reason.NO_PRICE: 1,
    }
    assert report.value == Decimal("2.95") * 18 + Decimal("2.55") * 96
    assert report.made == {"past_orders": 6, "products": 1, "retailers": 6}


def test_goods_get_name_shelf_ladder_and_rule(session, bring_in):
    bring_in(*wholesale(), sale_row(invoice="9", code="85123a", description="damaged heart"))

    sku = session.scalars(select(SKU)).one()
    ladder = session.scalars(select(Ladder)).one()
    assert (sku.code, sku.moq, sku.multiple, sku.pack_size) == ("85123A", 6, 2, 2)
    assert (sku.product.name, sku.product.state, sku.product.category.slug) == ("White Heart", "offered", "home")
    assert (sku.product.name_key, sku.product.name_zh_key) == ("white heart", "white heart")
    assert (ladder.quantities, ladder.unit_prices) == ([6, 32], [Decimal("2.95"), Decimal("2.55")])


def test_customers_become_admitted_retailers_with_names(session, bring_in):
    bring_in(sale_row(customer="13085"))

    shop = session.scalars(select(Organisation).where(Organisation.code == "13085")).one()
    assert (shop.kind, shop.state, shop.region_code) == ("retailer", "admitted", "GB-WLS")
    assert shop.name
    assert shop.address.endswith("Wales")


def test_counter_sales_are_past_orders_without_a_buyer(session, bring_in):
    bring_in(sale_row(customer=""), sale_row(invoice="2", customer="", country="EIRE"))

    orders = session.execute(select(PastOrder.buyer_id, PastOrder.region_code).order_by(PastOrder.invoice)).all()
    assert orders == [(None, "IE"), (None, "GB")]
    assert session.get(Region, "IE").name == "Ireland"


def test_dates_move_by_whole_weeks_and_the_real_ones_stay(session, bring_in):
    bring_in(sale_row(at="2010-12-02 10:00:00"), sale_row(invoice="2", at="2010-12-09 20:01:00"))

    first, last = session.scalars(select(PastOrder).order_by(PastOrder.invoiced_at)).all()
    assert last.invoiced_at == datetime(2010, 12, 9, 20, 1, tzinfo=UTC)
    assert NOW - WEEK < last.at <= NOW
    assert (last.at - last.invoiced_at) % WEEK == timedelta(0)
    assert last.at - first.at == last.invoiced_at - first.invoiced_at


def test_older_books_of_the_source_keep_its_shift(session, bring_in):
    bring_in(sale_row(at="2010-12-09 20:01:00"))
    bring_in(sale_row(invoice="2", at="2009-12-09 20:01:00"), at=NOW + 10 * WEEK)

    shifts = {order.at - order.invoiced_at for order in session.scalars(select(PastOrder))}
    assert len(shifts) == 1


def test_newer_books_of_the_source_move_all_of_it(session, bring_in):
    bring_in(sale_row(at="2010-12-09 20:01:00"))
    bring_in(sale_row(invoice="2", at="2011-12-09 12:50:00"))
    session.expire_all()

    shifts = {order.at - order.invoiced_at for order in session.scalars(select(PastOrder))}
    assert len(shifts) == 1
    assert NOW - WEEK < session.scalar(select(func.max(PastOrder.at))) <= NOW


def test_the_same_file_again_changes_nothing(session, bring_in):
    bring_in(*wholesale(), sale_row(code="POST"))
    counted = {model: count(session, model) for model in (PastOrder, PastOrderLine, Product, Organisation, Event)}

    report = bring_in(*wholesale(), sale_row(code="POST"))

    assert (report.read, report.taken, report.value) == (7, 0, 0)
    assert report.refused == {Reason.NOT_GOODS: 1, Reason.ALREADY_IMPORTED: 6}
    assert {model: count(session, model) for model in counted} == counted


def test_other_books_may_use_the_same_invoice_numbers(session, bring_in):
    bring_in(sale_row())

    assert bring_in(sale_row(), source="other books").taken == 1


def test_a_later_import_leaves_what_is_offered_as_its_seller_has_it(session, bring_in):
    bring_in(*wholesale())
    product = session.scalars(select(Product)).one()
    product.name = "Heart of the house"
    session.commit()

    bring_in(sale_row(invoice="77", description="SOMETHING ELSE", price="1.05", quantity="500"))
    session.expire_all()

    assert product.name == "Heart of the house"
    assert session.scalars(select(Ladder)).one().quantities == [6, 32]
    assert count(session, PastOrderLine) == 7


def test_what_was_bought_most_often_ranks_first(session, bring_in):
    bring_in(sale_row(invoice="1", code="22423"), *wholesale(), sale_row(invoice="2", code="10002"))

    assert session.scalars(select(Product.code).order_by(Product.rank)).all() == ["85123A", "10002", "22423"]


def test_the_worker_gives_what_came_in_its_places_at_once_and_only_where_something_came(session, bring_in):
    bring_in(sale_row(invoice="1", code="22423"))
    bring_in(sale_row(invoice="1", code="22423"))

    assert session.scalars(select(OutboxRow.job)).all() == ["rank_products"]


def test_no_money_stock_or_order_comes_of_the_past(session, bring_in):
    bring_in(*wholesale())

    assert [count(session, model) for model in (LedgerEntry, StockLevel, Order)] == [0, 0, 0]


def test_imported_records_begin_their_timelines(session, bring_in):
    bring_in(sale_row())

    verbs = dict(session.execute(select(Event.verb, func.count()).group_by(Event.verb)).all())
    assert verbs == {"history.sales_imported": 1, "history.product_imported": 1, "history.organisation_imported": 7}


def test_a_file_that_breaks_off_leaves_nothing(session, bring_in):
    class Broken(Exception):
        pass

    def rows():
        yield sale_row()
        raise Broken

    with pytest.raises(Broken):
        import_sales(Call(session, Actor.system(), NOW), rows(), source="books")
    assert [count(session, model) for model in (PastOrder, Product, Organisation)] == [0, 0, 0]
    assert bring_in(sale_row()).taken == 1


def test_only_whoever_may_admit_may_import(session):
    with pytest.raises(NotAllowed):
        import_sales(Call(session, Actor.nobody(), NOW), [sale_row()], source="books")


@pytest.mark.parametrize("description", ["\\N", "\\.", "back\\slash", "tab\there", "quote\"'", "", "é" * 300])
def test_odd_descriptions_are_stored_as_they_are_meant(session, bring_in, description):
    bring_in(sale_row(description=description))

    product = session.scalars(select(Product)).one()
    assert product.name
    assert "\t" not in product.name
