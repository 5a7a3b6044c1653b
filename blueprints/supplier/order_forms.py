"""What the seller types about an order."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from wtforms import StringField

from trade.kernel.errors import DomainError
from trade.ordering.queries import OrderDetail, OrderLineRow
from trade.ordering.rules import LotsDied, ShipmentRefused
from trade.stock.queries import Pick
from trade.stock.rules import can_leave
from web.forms import Form, QuantityField, at_most, filled
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class CancellationForm(Form):
    """Why an order is cancelled; its buyer reads it."""

    reason = StringField(_l("Reason, for the buyer to read"), [filled(), at_most(200)], id="cancellation-reason")


class ShortClosingForm(Form):
    """Why the rest of an order will not come; its buyer reads it."""

    reason = StringField(_l("Reason, for the buyer to read"), [filled(), at_most(200)], id="short-closing-reason")


class ShipmentForm(Form):
    """How much of each line leaves now. The fields of the lines are added by :func:`shipment_form`."""

    carrier = StringField(_l("Carrier"), [at_most(80)])
    tracking = StringField(_l("Tracking number"), [at_most(80)])
    line_fields: ClassVar[dict[UUID, str]] = {}

    def line(self, line_id: UUID) -> QuantityField:
        """Return the field of a line."""
        field: QuantityField = self[self.line_fields[line_id]]
        return field

    def quantities(self) -> dict[UUID, int]:
        """Return what leaves, by line; an empty field is none."""
        return {line_id: self[name].data or 0 for line_id, name in self.line_fields.items()}

    def refuse_at_line(self, error: DomainError) -> None:
        """Put a refusal into the row that it is about."""
        if isinstance(error, ShipmentRefused | LotsDied) and error.line_id is not None:
            field = self.line(error.line_id)
            field.errors = [*field.errors, sentence(error)]
        else:
            self.refuse(error)


def shipment_form(
    order: OrderDetail, dead: Mapping[UUID, Sequence[Pick]] = MappingProxyType({}), *, fresh: bool = False
) -> ShipmentForm:
    """Make the form for an order; where it is ``fresh``, with all filled in that is open and not ``dead``."""
    names = {line.id: f"quantity_{line.id.hex}" for line in order.lines}
    fields = {names[line.id]: _field(line) for line in order.lines}
    made = type("OrdersShipmentForm", (ShipmentForm,), {**fields, "line_fields": names})
    open_now = {
        names[line.id]: can_leave(line.open_quantity, line.units, dead.get(line.id, [])) for line in order.lines
    }
    form: ShipmentForm = made(formdata=None, data=open_now) if fresh else made()
    return form


def _field(line: OrderLineRow) -> QuantityField:
    return QuantityField(_("Ship now: %(name)s", name=line.sku_code), zero=True)
