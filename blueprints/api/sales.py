"""For the till of a shop: what it sold over the counter."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from blueprints.api.blueprint import answers, route, takes
from blueprints.api.fields import Count, Text
from trade.forecasting.actions import note_till
from trade.forecasting.rules import LINES_MAX, TillFault, TillLine, TillTold
from trade.kernel.quantities import QUANTITY_MAX
from trade.parties.rules import TokenScope
from web.access import by_token, call


class TillLineSaid(Schema):
    """So many units sold of what you bought here."""

    code = Text(40, least=1, required=True, metadata={"description": "the seller's code, or the barcode"})
    sold = Count(0, QUANTITY_MAX, required=True, metadata={"description": "units; 0 says that none was sold"})


class TillDay(Schema):
    """What a till sold on a day. Lines of the same goods add up; another day's list, or the same day's again, replaces what it names."""

    day = fields.Date(required=True)
    lines = fields.List(fields.Nested(TillLineSaid), required=True, validate=validate.Length(min=1, max=LINES_MAX))


class TillLineRefused(Schema):
    """A line that says nothing, by its place from 0; the others were written down."""

    line = fields.Integer(required=True)
    code = fields.String(required=True)
    reason = fields.Enum(TillFault, by_value=True, required=True)


class TillAnswer(Schema):
    """Of how many goods sales were written down, and the lines that were not."""

    told = fields.Integer(required=True)
    refused = fields.List(fields.Nested(TillLineRefused), required=True)


@route("/own-sales", "POST")
@by_token(TokenScope.TELL_SALES)
@takes(TillDay)
@answers(TillAnswer, 201)
def tell_sales(said: Mapping[str, Any]) -> TillTold:
    """Tell what your till sold on a day, of what you bought here. No seller sees it."""
    return note_till(call(), said["day"], [TillLine(**line) for line in said["lines"]])
