"""What an address says is answered or refused, never ignored."""

from __future__ import annotations

from uuid import UUID

import pytest

from trade.kernel.paging import to_cursor

LISTS = ("/products", "/stock", "/orders", "/purchases")
JUNK = ("x", "eyJ9", "null", "W10", to_cursor(["A", str(UUID(int=1))]), "A" * 2016, "0", "-1")


@pytest.fixture
def two_pages(market, monkeypatch):
    """The list of products has two pages of one row."""
    monkeypatch.setattr("trade.catalogue.queries.range.PAGE_ROWS_MAX", 1)
    for code in ("A-1", "A-2"):
        market.goods(code=code)


@pytest.fixture
def whose(erp, till):
    """The program that may ask for a path."""
    return lambda path: till if path.startswith(("/purchases", "/offers")) else erp


def named(path: str) -> str:
    """The first parameter of a path."""
    return path.partition("?")[2].partition("=")[0]


def refused(program, path: str, field: str):
    said = program.get(path, expect=422)
    assert [error["field"] for error in said["errors"]] == [field]
    return said


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("cursor", JUNK)
def test_a_cursor_that_is_none_is_refused_by_name(whose, path, cursor):
    refused(whose(path), f"{path}?cursor={cursor}", "cursor")


@pytest.mark.usefixtures("two_pages")
def test_a_cursor_is_good_for_its_list_its_filters_and_its_organisation_alone(erp, program_of, market):
    rival = program_of(market.rival)
    first = erp.get("/products?q=A-")
    cursor = first["next_cursor"]
    assert [row["code"] for row in first["items"]] == ["A-1"]
    following = erp.get(f"/products?cursor={cursor}&q=A-")
    assert [row["code"] for row in following["items"]] == ["A-2"]
    assert following["next_cursor"] is None
    for path in ("/products", "/products?q=A", "/products?q=A-&state=offered", "/stock?q=A-", "/orders"):
        refused(erp, f"{path}{'&' if '?' in path else '?'}cursor={cursor}", "cursor")
    refused(erp, f"/products?q=A-&cursor={cursor[:-1]}", "cursor")
    refused(rival, f"/products?q=A-&cursor={cursor}", "cursor")
    assert erp.get("/products?q=A-&cursor=")["items"] == first["items"]


@pytest.mark.parametrize("path", ["/products?stat=offered", "/products?limit=-1", "/stock?since=yesterday", "/orders?page=2",
                                  "/purchases?q=x", "/categories?q=x", "/offers?codes=A-1"])  # fmt: skip
def test_a_parameter_that_is_not_known_is_refused_and_not_ignored(whose, path):
    refused(whose(path), path, named(path))


@pytest.mark.parametrize(
    "path", ["/products?state=offered&state=draft", "/orders?reference=A&reference=B", "/stock?q=a&q=b"]
)
def test_what_may_stand_once_is_refused_twice(erp, path):
    refused(erp, path, named(path))


@pytest.mark.parametrize(
    "path", ["/orders?state=junk", "/products?state=junk", "/purchases?state=", "/orders?reference=" + "x" * 21]
)
def test_a_filter_of_the_wrong_shape_is_refused(whose, path):
    refused(whose(path), path, named(path))


def test_a_change_has_no_parameters_either_and_does_nothing_with_them(erp, market):
    said = {"name": "Kettle", "code": "K-1", "category_id": str(market.category_id), "moq": 1}
    problem = erp.post("/products?dry_run=true", said, expect=422)
    assert problem["errors"][0]["field"] == "dry_run"
    assert market.rows("SELECT count(*) FROM products") == [(0,)]


def test_nobody_learns_which_parameters_there_are_without_a_token(app):
    assert app.test_client().get("/api/v1/products?x=1").status_code == 401
