"""What programs say and hear of products, prices and stock."""

from typing import Final

from marshmallow import Schema, fields, validate

from blueprints.api.asking import Asked
from blueprints.api.fields import Count, Instant, Price, Text, page_of
from trade.kernel.quantities import QUANTITY_MAX
from trade.parties.rules import TaxClass
from trade.pricing.rules import STEPS_MAX
from trade.stock.rules import LOT_MAX, STOCK_MAX

OBSERVED_MAX: Final = 1_000
PRODUCT_STATES: Final = ("draft", "offered", "withdrawn", "held_back")


class Step(Schema):
    """From this quantity up one unit costs this."""

    quantity = Count(1, QUANTITY_MAX, required=True)
    unit_price = Price(required=True)


class ProductRow(Schema):
    """A product in a list."""

    product_id = fields.UUID(required=True)
    sku_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(PRODUCT_STATES))
    unit = fields.String(required=True)
    moq = fields.Integer(required=True)
    multiple = fields.Integer(required=True)
    created_at = Instant(required=True)
    tax_class = fields.Enum(TaxClass, by_value=True, required=True)


ProductPage = page_of(ProductRow, "ProductPage")


class ProductsAsked(Asked):
    """Which products are asked for."""

    q = Text(200, load_default="", metadata={"description": "words of the name, code or barcode"})
    state = fields.String(load_default="", validate=validate.OneOf(("", *PRODUCT_STATES)))


class ProductSheet(Schema):
    """What a seller says of a product."""

    name = Text(160, least=1, required=True)
    name_zh = Text(160, load_default="")
    description = Text(4000, load_default="")
    category_id = fields.UUID(required=True)
    unit = Text(20, least=1, load_default="piece")
    pack_size = Count(1, QUANTITY_MAX, load_default=1)
    moq = Count(1, QUANTITY_MAX, required=True, metadata={"description": "smallest order; a multiple of `multiple`"})
    multiple = Count(1, QUANTITY_MAX, load_default=1)
    barcode = Text(20, load_default="")
    is_offered = fields.Boolean(load_default=True, truthy={True}, falsy={False})
    tax_class = fields.Enum(TaxClass, by_value=True, load_default=TaxClass.STANDARD)
    steps = fields.List(fields.Nested(Step), load_default=list, validate=validate.Length(max=STEPS_MAX))


class NewProduct(ProductSheet):
    """A product to add, and its prices."""

    code = Text(40, least=1, required=True)


class ChangedProduct(ProductSheet):
    """A product as it is to be; ``version`` is the one that was read."""

    version = Count(1, 2**31 - 1, required=True)
    tax_class = fields.Enum(
        TaxClass, by_value=True, load_default=None, metadata={"description": "without it the product keeps its class"}
    )


class Product(ProductSheet):
    """A product with all that was said of it."""

    product_id = fields.UUID(required=True)
    sku_id = fields.UUID(required=True)
    code = fields.String(required=True)
    version = fields.Integer(required=True)


class ProductMade(Schema):
    """The new product and its SKU."""

    product_id = fields.UUID(required=True)
    sku_id = fields.UUID(required=True)


class Category(Schema):
    """A category that a product can be put in."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)


class Categories(Schema):
    """All categories."""

    items = fields.List(fields.Nested(Category), required=True)


class Prices(Schema):
    """The steps of a SKU's prices that hold now; none where nobody can order it yet."""

    currency = fields.String(required=True)
    steps = fields.List(fields.Nested(Step), required=True)
    since = Instant(required=True, allow_none=True)


class NewPrices(Schema):
    """Prices that are to hold from now on. The first step begins at the smallest order."""

    steps = fields.List(fields.Nested(Step), required=True, validate=validate.Length(min=1, max=STEPS_MAX))


class StockRow(Schema):
    """What lies there of a SKU. ``available`` is what can still be sold: unshipped orders are taken off already."""

    sku_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    on_hand = fields.Integer(attribute="level.on_hand", required=True)
    allocated = fields.Integer(attribute="level.allocated", required=True)
    reserved = fields.Integer(attribute="level.reserved", required=True)
    available = fields.Integer(attribute="level.available", required=True)
    changed_at = Instant(required=True, allow_none=True)


StockPage = page_of(StockRow, "StockPage")


class StockAsked(Asked):
    """Which SKUs are asked for."""

    q = Text(200, load_default="", metadata={"description": "words of the name, code or barcode"})


class StockCount(Schema):
    """What was counted on the shelf, goods of unshipped orders included."""

    counted = Count(0, STOCK_MAX, required=True)
    reason = Text(200, load_default="")


class Counted(Schema):
    """How far the count was from the books."""

    change = fields.Integer(required=True)


class Observed(Schema):
    """A count of a place: what lay there at an instant, goods of unshipped orders included."""

    sku_id = fields.UUID(required=True)
    counted = Count(0, STOCK_MAX, required=True)
    observed_at = Instant(required=True)
    sequence = Count(0, 2**53 - 1, load_default=None, allow_none=True, metadata={"description": "your own numbering"})
    warehouse_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "none: the home warehouse"})
    lot = Text(LOT_MAX, load_default="")


class Observations(Schema):
    """Counts of one source. In any order and however often they come, the last observation of a place holds."""

    source = Text(40, least=1, required=True, metadata={"description": "which till or system has counted"})
    counts = fields.List(fields.Nested(Observed), required=True, validate=validate.Length(min=1, max=OBSERVED_MAX))


class Synced(Schema):
    """What became of the counts; ``promised`` names SKUs of which orders own more than was counted."""

    changed = fields.Integer(required=True)
    agreed = fields.Integer(required=True)
    older = fields.Integer(required=True)
    promised = fields.List(fields.UUID(), required=True)


class GoodsIn(Schema):
    """Goods that arrived."""

    quantity = Count(1, STOCK_MAX, required=True)
    reason = Text(200, load_default="")


class OnHand(Schema):
    """What lies there now."""

    on_hand = fields.Integer(required=True)
