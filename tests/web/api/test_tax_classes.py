"""Tax classes as a seller's program says and hears them."""

from __future__ import annotations

from decimal import Decimal

from tests.trade.invoiced import identify
from trade.parties.actions import set_tax_rate
from trade.parties.rules import TaxClass


def test_a_program_says_the_class_of_a_product_and_keeps_it_where_it_does_not(erp, market):
    kettle = {"code": "KT-1", "name": "Kettle", "category_id": str(market.category_id), "moq": 6, "tax_class": "exempt"}
    path = f"/products/{erp.post('/products', kettle)['product_id']}"
    assert erp.get(path)["tax_class"] == "exempt"
    plain = {name: value for name, value in kettle.items() if name not in {"code", "tax_class"}}
    assert erp.put(path, {**plain, "name": "Pot", "version": 1})["tax_class"] == "exempt"
    assert erp.put(path, {**plain, "tax_class": "zero", "version": 2})["tax_class"] == "zero"
    assert [row["tax_class"] for row in erp.get("/products")["items"]] == ["zero"]
    assert erp.put(path, {**plain, "tax_class": "half", "version": 3}, expect=422)["code"] == "unprocessable-entity"
    refused = erp.put(path, {**plain, "tax_class": "reduced", "version": 3}, expect=422)
    assert "tax_class" in str(refused["errors"])
    made = erp.post("/products", {**plain, "code": "KT-2"})
    assert erp.get(f"/products/{made['product_id']}")["tax_class"] == "standard"


def test_an_order_says_the_class_and_the_rate_of_each_line(erp, market):
    identify(market)
    set_tax_rate(
        market.by(market.supplier), rate=Decimal("0.055"), in_force_from=market.at.date(), tax_class=TaxClass.REDUCED
    )
    market.money()
    (order_id,) = market.order({market.goods(tax_class=TaxClass.REDUCED): 36})
    (line,) = erp.get(f"/orders/{order_id}")["lines"]
    assert (line["tax_class"], line["tax_rate"], line["tax"]["minor"]) == ("reduced", "0.055", 479)
    assert line["net"]["minor"] + line["tax"]["minor"] == line["gross"]["minor"] == 9180
