"""What programs say and hear of orders and shipments."""

from marshmallow import Schema, fields, validate

from blueprints.api.asking import Asked
from blueprints.api.fields import Amount, Count, Instant, Price, Text, page_of
from blueprints.api.goods import Step
from trade.credit.rules import Means
from trade.kernel.quantities import QUANTITY_MAX
from trade.ordering.rules import OrderState
from trade.parties.rules import TaxClass

LINES_MAX = 2000
ORDER_LINES_MAX = 500
CODES_MAX = 100


class Reference(Schema):
    """The id of what was made or changed."""

    id = fields.UUID(required=True)


class OrderRow(Schema):
    """An order in a list."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    state = fields.Enum(OrderState, by_value=True, required=True)
    buyer_name = fields.String(required=True)
    seller_name = fields.String(required=True)
    total = Amount(required=True)
    refunded = Amount(required=True)
    lines = fields.Integer(required=True, metadata={"description": "how many lines it has"})
    placed_at = Instant(required=True)


OrderPage = page_of(OrderRow, "OrderPage")


class OrdersAsked(Asked):
    """Which orders are asked for."""

    state = fields.Enum(OrderState, by_value=True, load_default=None)
    reference = Text(20, load_default="", metadata={"description": "how its reference begins"})


class OrderLine(Schema):
    """A line as it was agreed and as far as it got."""

    id = fields.UUID(required=True)
    sku_id = fields.UUID(required=True)
    sku_code = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    quantity = fields.Integer(required=True)
    shipped = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    open_quantity = fields.Integer(required=True)
    unit_price = Price(required=True)
    tax_class = fields.Enum(TaxClass, by_value=True, required=True)
    tax_rate = Price(required=True, metadata={"description": "of the net amount: 0.2 is a fifth of it"})
    net = Amount(required=True)
    tax = Amount(required=True)
    gross = Amount(required=True)
    refunded = Amount(required=True)


class ShippedLine(Schema):
    """How much of a line is in a shipment."""

    line_id = fields.UUID(required=True)
    quantity = Count(1, QUANTITY_MAX, required=True)


class Shipment(Schema):
    """Goods of an order that left together."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    carrier = fields.String(required=True)
    tracking = fields.String(required=True)
    shipped_at = Instant(required=True)
    received_at = Instant(required=True, allow_none=True)
    lines = fields.Function(
        lambda row: [{"line_id": str(key), "quantity": count} for key, count in row.quantities.items()],
        required=True,
        metadata={"type": "array", "items": {"type": "object"}},
    )


class Order(Schema):
    """An order with its lines and shipments."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    state = fields.Enum(OrderState, by_value=True, required=True)
    buyer_name = fields.String(attribute="buyer_party.name", required=True)
    seller_name = fields.String(attribute="seller_party.name", required=True)
    delivery_address = fields.String(required=True)
    note = fields.String(required=True)
    net = Amount(required=True)
    tax = Amount(required=True)
    total = Amount(required=True)
    refunded = Amount(required=True)
    placed_at = Instant(required=True)
    confirmed_at = Instant(required=True, allow_none=True)
    shipped_at = Instant(required=True, allow_none=True)
    delivered_at = Instant(required=True, allow_none=True)
    completed_at = Instant(required=True, allow_none=True)
    cancelled_at = Instant(required=True, allow_none=True)
    lines = fields.List(fields.Nested(OrderLine), required=True)
    shipments = fields.List(fields.Nested(Shipment), required=True)


class NewShipment(Schema):
    """What leaves now: some or all of what is still open on the lines."""

    lines = fields.List(
        fields.Nested(ShippedLine), required=True, validate=validate.Length(min=1, max=LINES_MAX)
    )  # fmt: skip
    carrier = Text(80, load_default="")
    tracking = Text(80, load_default="")


class Reason(Schema):
    """Why, as the other party reads it."""

    reason = Text(200, least=1, required=True)


class CartLine(Schema):
    """How much of a SKU is to lie in the cart; 0 takes it out."""

    quantity = Count(0, QUANTITY_MAX, required=True)


class WantedLine(Schema):
    """So many of a SKU."""

    sku_id = fields.UUID(required=True)
    quantity = Count(1, QUANTITY_MAX, required=True)


class OffersAsked(Schema):
    """Which goods are asked for."""

    code = fields.List(
        Text(200, least=1),
        load_default=list,
        validate=validate.Length(max=CODES_MAX),
        metadata={"description": "a seller's code, a barcode or the exact name; again for the next one"},
    )


class OfferedGoods(Schema):
    """Goods as you can order them now. ``price`` and ``steps`` are yours; without them they cannot be ordered."""

    asked = fields.String(required=True, metadata={"description": "the code that was asked for"})
    sku_id = fields.UUID(required=True, attribute="offer.sku_id")
    code = fields.String(required=True, attribute="offer.code")
    name = fields.String(required=True, attribute="offer.name")
    name_zh = fields.String(required=True, attribute="offer.name_zh")
    seller_id = fields.UUID(required=True, attribute="offer.seller_id")
    seller_name = fields.String(required=True, attribute="offer.seller_name")
    unit = fields.String(required=True, attribute="offer.unit")
    pack_size = fields.Integer(required=True, attribute="offer.pack_size")
    moq = fields.Integer(required=True, attribute="offer.rule.minimum")
    multiple = fields.Integer(required=True, attribute="offer.rule.multiple")
    available = fields.Integer(required=True, attribute="offer.available")
    currency = fields.String(required=True, attribute="offer.currency")
    steps = fields.List(
        fields.Nested(Step),
        attribute="price.ladder.steps",
        metadata={"description": "those that the smallest order is priced by"},
    )
    price = Price(attribute="price.unit_price", metadata={"description": "of one, in the smallest order"})


class OfferedList(Schema):
    """What was found: nothing for a code that nobody sells, several where several sell it."""

    items = fields.List(fields.Nested(OfferedGoods), required=True)


class NewOrder(Schema):
    """What is to be ordered, of one seller or several; each gets an order of its own, all of them or none."""

    lines = fields.List(fields.Nested(WantedLine), required=True, validate=validate.Length(1, ORDER_LINES_MAX))
    address_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "one of your addresses; the usual one without"}
    )
    requested_on = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "the day on which it should arrive"}
    )
    note = Text(500, load_default="", metadata={"description": "for each seller to read"})
    means = fields.Enum(
        Means,
        by_value=True,
        load_default=Means.WALLET,
        metadata={"description": "what pays: wallet, or your line of credit"},
    )
    expected_total = Amount(
        load_default=None,
        allow_none=True,
        metadata={"description": "refuse the order (cart-changed) if it comes to something else"},
    )


class PlacedOrders(Schema):
    """The orders, one a seller; or the request that waits for approval, where a spending limit was exceeded."""

    order_ids = fields.List(fields.UUID(), required=True)
    request_id = fields.UUID(required=True, allow_none=True)


class CartChange(Schema):
    """What lies in the cart now."""

    sku_id = fields.UUID(required=True)
    quantity = fields.Integer(required=True)
