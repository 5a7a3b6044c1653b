"""What a clerk types at the shelf."""

from wtforms import StringField

from trade.kernel.errors import DomainError, InvalidInput
from trade.stock.rules import StockPromised
from web.filters import quantity
from web.forms import Form, QuantityField, at_most, filled
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class ShelfForm(Form):
    """One figure about one SKU; whatever is refused is about that figure."""

    figure: str

    def refuse(self, error: DomainError) -> None:
        """Put the refusal beside the figure where it is about it."""
        if isinstance(error, InvalidInput | StockPromised):
            field = self[self.figure]
            field.errors = [*field.errors, sentence(error)]
        else:
            super().refuse(error)

    @property
    def wrong(self) -> str:
        """What is wrong, in one sentence."""
        found = [message for messages in self.errors.values() for message in messages]
        return str(found[0]) if found else ""

    @property
    def typed(self) -> str:
        """The figure as it was typed."""
        return str(self[self.figure].typed or "")


class CountForm(ShelfForm):
    """How much of a SKU lies there."""

    figure = "counted"
    counted = QuantityField(_l("Counted"), [filled()], zero=True)
    reason = StringField(_l("Reason"), [at_most(200)])

    def said(self, change: int) -> str:
        """Return what the count brought to light."""
        if change == 0:
            return _("%(counted)s counted, as the books said.", counted=quantity(self.counted.data))
        if change < 0:
            return _("%(counted)s counted, %(less)s fewer than the books said.",
                     counted=quantity(self.counted.data), less=quantity(-change))  # fmt: skip
        return _("%(counted)s counted, %(more)s more than the books said.",
                 counted=quantity(self.counted.data), more=quantity(change))  # fmt: skip


class ReceiptForm(ShelfForm):
    """How much of a SKU arrived."""

    figure = "quantity"
    quantity = QuantityField(_l("Received"), [filled()])
    reason = StringField(_l("Reason"), [at_most(200)])

    def said(self) -> str:
        """Return what came in."""
        return _("%(count)s received.", count=quantity(self.quantity.data))
