"""What a seller says of its warehouses, and where goods go."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.supplier.stock_forms import ShelfForm
from trade.kernel.errors import DomainError
from trade.stock.queries import RegionRow, WarehouseRow
from trade.stock.rules import LOT_MAX, NotFree, Place, WarehouseNameTaken, in_units
from web.forms import Form, QuantityField, at_most, filled
from web.naming import named
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class WarehouseForm(Form):
    """A warehouse: its name, its region, and the regions it serves next, nearest first."""

    name = StringField(_l("Name"), [filled(), at_most(80)])
    region_code = SelectField(_l("Region"))
    near_1 = SelectField(_l("Serves next"))
    near_2 = SelectField(_l("After that"))
    near_3 = SelectField(_l("And then"))

    def offer(self, regions: Sequence[RegionRow]) -> None:
        """Let the selects name all regions."""
        choices = [("", "–"), *((row.code, named(row)) for row in regions)]
        for field in (self.region_code, self.near_1, self.near_2, self.near_3):
            field.choices = choices

    @property
    def nearby(self) -> list[str]:
        """The regions it serves next, each once."""
        named = [field.data for field in (self.near_1, self.near_2, self.near_3) if field.data]
        return [code for code in dict.fromkeys(named) if code != self.region_code.data]

    def refuse(self, error: DomainError) -> None:
        """Put the refusal beside the name where it is about it."""
        if isinstance(error, WarehouseNameTaken):
            self.name.errors = [*self.name.errors, sentence(error)]
        else:
            super().refuse(error)


class PlaceForm(ShelfForm):
    """A figure about goods at one place."""

    warehouse_id = HiddenField()
    lot = HiddenField()

    @property
    def place(self) -> Place:
        """The place that the row names."""
        return Place(_id(self.warehouse_id.data), self.lot.data or "")

    def refuse(self, error: DomainError) -> None:
        """Put what is not free beside the figure too."""
        if isinstance(error, NotFree):
            field = self[self.figure]
            field.errors = [*field.errors, sentence(error)]
        else:
            super().refuse(error)


class PlaceCountForm(PlaceForm):
    """How much lies at a place."""

    figure = "counted"
    counted = QuantityField(_l("Counted"), [filled()], zero=True)


class WriteOffForm(PlaceForm):
    """How much is taken off a place for good."""

    figure = "quantity"
    quantity = QuantityField(_l("Quantity"), [filled()])
    became = HiddenField()

    @property
    def is_sent_back(self) -> bool:
        """Whether it goes back to who made it rather than away."""
        return bool(self.became.data == "sent_back")


class ArrivalForm(Form):
    """Goods that arrived at a place, of a lot."""

    quantity = QuantityField(_l("Received"), [filled()])
    in_cartons = BooleanField(_l("Counted in cartons"))
    warehouse_id = SelectField(_l("Warehouse"), validate_choice=False)
    lot = StringField(_l("Lot"), [at_most(LOT_MAX)])
    expires_on = DateField(_l("Last day"), [Optional()])
    reason = StringField(_l("Reason"), [at_most(200)])

    def offer(self, warehouses: Sequence[WarehouseRow]) -> None:
        """Let the select name the seller's warehouses."""
        self.warehouse_id.choices = [(str(row.id), row.name) for row in warehouses] or [("", "–")]

    def units(self, pack_size: int) -> int:
        """How many base units arrived: cartons become units here, once."""
        return in_units(self.quantity.data, pack_size) if self.in_cartons.data else int(self.quantity.data)

    @property
    def place(self) -> Place:
        """Where they were put."""
        dies: date | None = self.expires_on.data
        return Place(_id(self.warehouse_id.data), self.lot.data or "", dies)


class ShelfDaysForm(Form):
    """How long goods must keep after delivery."""

    days = QuantityField(_l("Days to keep after delivery"), [filled()], zero=True)

    def said(self) -> str:
        """Return what was set."""
        return _("Lots that die within %(days)s days of delivery are not sold any more.", days=self.days.data)


class TransferForm(Form):
    """Goods to send: between which warehouses, and a line for each code."""

    from_id = SelectField(_l("From"), [filled()])
    to_id = SelectField(_l("To"), [filled()])
    lines = TextAreaField(_l("What leaves"), [filled(), at_most(40_000)])
    note = StringField(_l("Note"), [at_most(200)])

    def offer(self, warehouses: Sequence[WarehouseRow]) -> None:
        """Let both selects name the seller's warehouses."""
        choices = [(str(row.id), row.name) for row in warehouses]
        self.from_id.choices, self.to_id.choices = choices, choices


class FoundForm(Form):
    """Something in a warehouse that is not on its sheet."""

    code = StringField(_l("Code"), [filled(), at_most(40)])
    counted = QuantityField(_l("Counted"), [filled()], zero=True)
    lot = StringField(_l("Lot"), [at_most(LOT_MAX)])
    expires_on = DateField(_l("Last day"), [Optional()])


def _id(text: str | None) -> UUID | None:
    """Read an id of a hidden field or a select; none for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)
