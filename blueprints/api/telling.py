"""Properties, marks and parts of products, for the program of a seller."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from blueprints.api import goods, told
from blueprints.api.blueprint import answers, route, takes
from blueprints.api.products import sheet_from, steps_of
from trade.catalogue.actions import ProductMade, change_parts, set_marks, set_properties
from trade.catalogue.queries import PartRow, own_marks, own_product, parts_of, product_of, properties_of
from trade.catalogue.rules import Borne, Mark, Part, Said
from trade.parties.rules import TokenScope
from trade.pricing.actions import offer_pack
from trade.pricing.rules import LadderTerms
from web.access import actor, by_token, call, repeatable, session


@route("/products/<uuid:product_id>/particulars")
@by_token(TokenScope.READ_PRODUCTS)
@answers(told.Particulars)
def particulars(product_id: UUID) -> Mapping[str, Any]:
    """Read the properties and marks of one of your products, and the parts of a pack."""
    _, sku = own_product(session(), actor(), product_id)
    return {
        "properties": properties_of(session(), product_id),
        "marks": own_marks(session(), actor(), product_id),
        "parts": _parts(sku.id),
    }


@route("/products/<uuid:product_id>/properties", "PUT")
@repeatable
@by_token(TokenScope.WRITE_PRODUCTS)
@takes(told.Properties)
@answers(told.Properties)
def tell_properties(said: Mapping[str, Any], product_id: UUID) -> Mapping[str, Any]:
    """Tell exactly these properties of a product, in this order."""
    set_properties(call(), product_id, [Said(**each) for each in said["properties"]])
    return {"properties": properties_of(session(), product_id)}


@route("/products/<uuid:product_id>/marks", "PUT")
@repeatable
@by_token(TokenScope.WRITE_PRODUCTS)
@takes(told.Marks)
@answers(told.Marks)
def tell_marks(said: Mapping[str, Any], product_id: UUID) -> Mapping[str, Any]:
    """Let a product bear exactly these marks."""
    borne = [Borne(Mark(each["mark"]), each["certificate"], each["valid_until"]) for each in said["marks"]]
    set_marks(call(), product_id, borne)
    return {"marks": own_marks(session(), actor(), product_id)}


@route("/packs", "POST")
@by_token(TokenScope.WRITE_PRODUCTS)
@takes(told.NewPack)
@answers(goods.ProductMade, 201)
def add_pack(said: Mapping[str, Any]) -> ProductMade:
    """Add a pack of other SKUs of yours, with its prices if you have them; as many can be sold as its parts are good for."""
    sheet = sheet_from(said, said["code"])
    return offer_pack(call(), sheet, parts_from(said), terms=LadderTerms(steps_of(said)))


@route("/packs/<uuid:sku_id>/parts", "PUT")
@repeatable
@by_token(TokenScope.WRITE_PRODUCTS)
@takes(told.NewParts)
@answers(told.Parts)
def make_up_pack(said: Mapping[str, Any], sku_id: UUID) -> Mapping[str, Any]:
    """Make up a pack otherwise from now on; orders that were placed keep the parts they had."""
    product_of(session(), actor(), sku_id)  # a stranger's does not exist
    change_parts(call(), sku_id, parts_from(said))
    return {"parts": _parts(sku_id)}


def parts_from(said: Mapping[str, Any]) -> list[Part]:
    """Return the parts that were sent."""
    return [Part(each["sku_id"], each["quantity"]) for each in said["parts"]]


def _parts(sku_id: UUID) -> Sequence[PartRow]:
    return parts_of(session(), [sku_id]).get(sku_id, [])
