"""The forecast's pages: the board in every sorting, one product's outlook, accuracy, files, and a run asked for."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from tests.trade.foretold import foretell
from tests.trade.market import Market
from trade.forecasting.queries import Sorting


@pytest.fixture
def foretold(market: Market) -> Market:
    """Three goods: 300 wanted of 94, 90 of 88, 30 of 100."""
    sold, second, third = (market.goods(stock=100) for _ in range(3))
    market.money(minor=500_000)
    market.order({sold: 12, second: 6})
    foretell(market, {sold: 90.0, second: 300.0, third: 30.0}, regions=("GB-LON", "GB-NW"))
    return market


def test_before_the_first_run_it_says_what_will_be_here(owner):
    assert "No forecast yet" in owner.get("supplier.forecast").words()
    assert "Not measured yet" in owner.get("supplier.forecast_accuracy").words()


def test_the_board_says_what_runs_out_first_and_what_to_make(owner, foretold):
    page = owner.get("supplier.forecast")
    first, *_ = rows = page.rows("Forecast")
    assert len(rows) == 3
    assert first[2:6] == ["300", "150 – 450", "94", "9.0"]
    assert first[7] == "356"
    assert rows[2][6] == "lasts"


@pytest.mark.parametrize("sorting", Sorting)
def test_every_sorting_opens(owner, foretold, sorting):
    assert len(owner.get("supplier.forecast", sort=str(sorting)).rows("Forecast")) == 3


@pytest.mark.parametrize(
    "nonsense", [{"sort": "x", "page": "-9"}, {"category": "1"}, {"page": "99999"}, {"by": "moon"}]
)
def test_nonsense_in_the_address_is_passed_over(owner, foretold, nonsense):
    owner.get("supplier.forecast", **nonsense)


def test_a_search_that_finds_nothing_says_so(owner, foretold):
    assert "Nothing found" in owner.get("supplier.forecast", q="zzz").words()


@pytest.mark.parametrize(("by", "table", "count"), [("category", "By category", 1), ("region", "By region", 2)])
def test_sums_close_with_a_total(owner, foretold, by, table, count):
    page = owner.get("supplier.forecast", by=by)
    assert len(page.rows(table)) == count
    total = page.soup.select_one("tfoot .sum")
    assert total is not None
    assert total.get_text(" ", strip=True).startswith("Total 420")


def test_a_product_explains_itself(owner, foretold):
    board = owner.get("supplier.forecast").rows("Forecast")
    ((sku_id,),) = foretold.rows("SELECT id FROM skus WHERE code = :code", code=board[0][0])
    page = owner.get("supplier.forecast_of_sku", sku_id=sku_id)
    assert "Middle of nine forecasts" in page.words()
    assert "× 1.26" in page.words()
    assert "off by 31" in page.words()
    assert page.rows("By region")[0][1] == "150"
    assert len(page.rows("Units a week")) == 16


def test_a_product_with_a_forecast_of_its_own_says_why(owner, foretold):
    with foretold.as_system() as session:
        session.execute(text("UPDATE forecasts SET model = 'damped_ses'"))
    board = owner.get("supplier.forecast").rows("Forecast")
    ((sku_id,),) = foretold.rows("SELECT id FROM skus WHERE code = :code", code=board[0][0])
    words = owner.get("supplier.forecast_of_sku", sku_id=sku_id).words()
    assert "Forecast half by Middle of nine forecasts" in words
    assert "clearly less wrong for this very product each time it was tried" in words


def test_a_strangers_product_does_not_exist(at_desk, foretold):
    ((sku_id,),) = foretold.rows("SELECT sku_id FROM forecasts LIMIT 1")
    at_desk(foretold.rival).get("supplier.forecast_of_sku", sku_id=sku_id, expect=404)


def test_accuracy_stands_beside_the_seasonal_naive(owner, foretold):
    page = owner.get("supplier.forecast_accuracy")
    section = page.soup.select_one("#accuracy section")
    assert section is not None
    rows = page.within(section).rows("30 days")
    middle = "Our middle: as often more as less"
    assert [row[0] for row in rows[:3]] == ["Our forecast", middle, "Last week again (seasonal naive)"]
    assert rows[0][2:4] == ["44 %", "0.50"]
    assert [row[7] for row in rows[:3]] == ["81 %", "–", "77 %"], "every model says how often it held"
    assert "Products that seldom sell" in page.words()


def test_sums_are_judged_beside_their_own_naive_and_say_their_mase(owner, foretold):
    page = owner.get("supplier.forecast_accuracy")
    sections = {head.get_text(strip=True): head.parent for head in page.soup.select("#accuracy h2")}
    for head in (
        "By product and region", "Categories, each as a whole", "Regions, each as a whole", "All your products as a whole",
    ):  # fmt: skip
        ours, _middle, naive = page.within(sections[head]).rows("30 days")
        assert naive[0] == "Last week again (seasonal naive)"
        assert [ours[4], naive[4]] == ["1.00", "1.00"], "MASE"
        assert [ours[5], naive[5]] == ["0", "0"], "how many have none"


def test_the_board_as_files(owner, foretold):
    page = owner.get("supplier.forecast_csv", sort="expected")
    rows = list(csv.reader(io.StringIO(page.answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert len(rows) == 4
    assert rows[1][3] == "300.00"
    owner.get("supplier.forecast_xlsx")


@pytest.mark.parametrize(
    ("by", "head", "total"),
    [
        ("category", ["Category", "Wanted in 30 days"], ["Total", "420.00", "210.00", "630.00", "", ""]),
        ("region", ["Code", "Region"], ["", "Total", "420.00", "210.00", "630.00"]),
    ],
)
def test_sums_as_files(owner, foretold, by, head, total):
    page = owner.get("supplier.forecast", by=by)
    link = page.soup.find("a", string="CSV")
    assert link is not None
    assert f"by={by}" in str(link["href"])
    answer = owner.get("supplier.forecast_csv", by=by).answer
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[0][:2] == head
    assert rows[-1] == total
    place = rows[0].index("Wanted in 30 days")
    assert sum(float(row[place]) for row in rows[1:-1]) == 420
    workbook = load_workbook(io.BytesIO(owner.get("supplier.forecast_xlsx", by=by).answer.get_data()))
    assert len(list(workbook.worksheets[0].rows)) == len(rows)


def test_a_run_asked_for_shows_its_progress_and_a_second_wish_changes_nothing(owner, clerk, foretold):
    page = owner.get("supplier.forecast")
    owner.press(page, "Forecast anew")
    owner.post("supplier.start_run")
    assert foretold.rows("SELECT count(*) FROM forecast_runs WHERE state = 'queued'") == [(1,)]
    page = owner.get("supplier.forecast")
    assert "Waiting for a worker" in page.words()
    assert len(page.rows("Forecast")) == 3, "what stood there stays"
    owner.get("supplier.forecast_progress")
    clerk.post("supplier.start_run", expect=403)


def test_the_board_asks_the_same_few_questions_however_long_it_is(owner, foretold, statements):
    with statements() as three:
        owner.get("supplier.forecast")
    assert len([sql for sql in three if sql.startswith(("SELECT", "WITH"))]) <= 11
