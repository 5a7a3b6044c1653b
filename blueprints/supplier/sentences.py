"""What a refusal says to somebody who sells."""

from typing import Any

from trade.catalogue.rules import CodeTaken
from trade.kernel.errors import InvalidInput
from trade.ordering.rules import ShipmentRefused
from trade.pricing.actions import LadderRefused, LadderUnfit
from trade.stock.rules import StockPromised
from web.filters import quantity
from web.sentences import FIELD_SENTENCES, SENTENCES, field_sentence, sentence_for
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

SENTENCES[LadderRefused] = _l("These prices cannot be saved. What is wrong stands beside each step.")
SENTENCES[LadderUnfit] = _l(
    "The prices no longer fit the smallest order or the multiple, so nothing was saved. "
    "Below their steps are moved up to where they fit: check the prices and save again."
)
FIELD_SENTENCES["not_positive"] = _l("Enter 1 or more.")


@sentence_for(StockPromised)
def _promised(error: StockPromised) -> str:
    return _(
        "Orders already own %(promised)s of these. Count again; if it is true, cancel or close an order short first.",
        promised=quantity(error.promised),
    )


@sentence_for(ShipmentRefused)
def _shipment(error: ShipmentRefused) -> str:
    if error.line_id is None:
        return _("Enter for at least one line how much leaves now.")
    return _("Only %(open)s are still to ship. Enter that many or fewer.", open=quantity(error.open_quantity))


@sentence_for(CodeTaken)
def _code(error: CodeTaken) -> str:
    return _(
        "You already have a product with the code %(code)s. Choose another code, or change that product.",
        code=error.code,
    )


@field_sentence("not_multiple")
def _not_multiple(error: InvalidInput) -> str:
    return _("The smallest order must be a multiple of %(multiple)s.", multiple=_figure(error, "multiple"))


@field_sentence("out_of_range")
def _out_of_range(error: InvalidInput) -> str:
    return _("Enter at most %(most)s.", most=_figure(error, "maximum"))


def _figure(error: InvalidInput, name: str) -> str:
    value: Any = error.facts[name]
    return quantity(value)
