"""What programs say and hear of the particulars of a product: properties, marks, and the parts of a pack."""

from marshmallow import Schema, fields, validate

from blueprints.api.fields import Count, Text
from blueprints.api.goods import NewProduct
from trade.catalogue.rules import CERTIFICATE_MAX, PART_MAX, PARTS_MAX, PROPERTIES_MAX, Mark


class Property(Schema):
    """A named value, such as a net weight of 500 g; one of the languages is enough."""

    name = Text(60, load_default="")
    name_zh = Text(60, load_default="")
    value = Text(200, load_default="")
    value_zh = Text(200, load_default="")
    unit = Text(20, load_default="")


class Properties(Schema):
    """All properties of a product, in the order in which they are shown."""

    properties = fields.List(fields.Nested(Property), required=True, validate=validate.Length(max=PROPERTIES_MAX))


class BorneMark(Schema):
    """A mark that a product bears. After its last day nobody is shown it."""

    mark = fields.String(required=True, validate=validate.OneOf([mark.value for mark in Mark]))
    certificate = Text(CERTIFICATE_MAX, load_default="", metadata={"description": "the certificate's number"})
    valid_until = fields.Date(load_default=None, allow_none=True, metadata={"description": "the last day"})


class Marks(Schema):
    """All marks that a product bears, those that have expired included."""

    marks = fields.List(fields.Nested(BorneMark), required=True, validate=validate.Length(max=len(Mark)))


class Part(Schema):
    """So many base units of one of your SKUs in one pack."""

    sku_id = fields.UUID(required=True)
    quantity = Count(1, PART_MAX, required=True)


class NamedPart(Part):
    """A part as it is read."""

    code = fields.String(required=True)


class NewParts(Schema):
    """What a pack is to be made up of from now on."""

    parts = fields.List(fields.Nested(Part), required=True, validate=validate.Length(min=1, max=PARTS_MAX))


class Parts(Schema):
    """What a pack is made up of."""

    parts = fields.List(fields.Nested(NamedPart), required=True)


class NewPack(NewProduct):
    """A pack to add: a product with a price of its own, made up of other SKUs of yours."""

    parts = fields.List(fields.Nested(Part), required=True, validate=validate.Length(min=1, max=PARTS_MAX))


class Particulars(Properties, Marks, Parts):
    """All that is told of a product beside its sheet. ``parts`` are those of a pack; others have none."""
