"""What is wrong with a typed, pasted or uploaded line, in words beside it."""

from __future__ import annotations

from typing import Final

from flask import Flask

from blueprints.retailer.blueprint import blueprint
from trade.kernel.quantities import QUANTITY_MAX
from trade.ordering.rules import QuantityRefused
from trade.pad.judging import Judged
from trade.pad.rules.faults import LineFault
from trade.pad.rules.refusals import NameTaken, NothingToPut, PadTooLong, RowsNeedAHand, TooManyGoods
from web.filters import quantity
from web.naming import unit_word
from web.sentences import sentence, sentence_for
from web.translation import LazyString, ngettext
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

WORDS: Final[dict[str, LazyString]] = {
    LineFault.UNKNOWN: _l("Nobody sells anything by this code, barcode or name."),
    LineFault.SEVERAL: _l("This could be several things. Choose one."),
    LineFault.MISSING: _l("Enter how many."),
    LineFault.NOT_A_NUMBER: _l("Enter a whole number such as 12."),
    LineFault.TWO_WAYS: _l("This number can be read in two ways. Write it without commas and points."),
    LineFault.NOT_WHOLE: _l("Only whole numbers can be ordered, such as 12."),
    LineFault.NOT_POSITIVE: _l("Enter 1 or more."),
    LineFault.TOO_LARGE: _l("This is more than a line may carry. Talk to the seller."),
    LineFault.UNIT: _l("Your unit can mean different things. Enter how many base units you want."),
    LineFault.NOT_FOR_SALE: _l("Not for sale any more"),
    LineFault.TOTAL: _l("This looks like a total, not like goods."),
    LineFault.QUANTITY: _l("It is not sold in this quantity."),
}
"""One sentence a fault, for where no facts are at hand (the file of rows to fix)."""


def fault_word(fault: LineFault) -> str:
    """Say what is wrong with many lines."""
    return str(WORDS[fault])


def fault_sentence(found: Judged) -> str:
    """Say what is wrong with a line and what would be right."""
    offer = found.offer
    if offer is not None and found.fault is LineFault.QUANTITY:
        near = (*found.near, 0, 0)[:2]
        return sentence(QuantityRefused(offer.sku_id, offer.rule.minimum, offer.rule.multiple, (near[0], near[1])))
    if offer is not None and found.fault is LineFault.UNIT:
        return _(
            "Your unit can mean different things. It is sold by the %(unit)s; enter how many.",
            unit=unit_word(offer.unit),
        )
    if found.fault is LineFault.TOO_LARGE:
        return _("Enter at most %(most)s; for more, talk to the seller.", most=quantity(QUANTITY_MAX))
    return str(WORDS[found.fault]) if found.fault else ""


@sentence_for(NothingToPut)
def _nothing(error: NothingToPut) -> str:
    return _("There is no line that could go into the cart. Mend those that need a hand first.")


@sentence_for(PadTooLong)
def _too_long(error: PadTooLong) -> str:
    return _("The pad holds %(most)s lines. Put them into the cart first, or upload a file.", most=quantity(error.most))


@sentence_for(RowsNeedAHand)
def _rows(error: RowsNeedAHand) -> str:
    return ngettext(
        "One row needs a hand. Mend it in the file, or take only the valid rows.",
        "%(num)d rows need a hand. Mend them in the file, or take only the valid rows.",
        error.bad,
    )


@sentence_for(TooManyGoods)
def _too_many_goods(error: TooManyGoods) -> str:
    return _("A cart takes %(most)s different goods from one file. Split the file.", most=quantity(error.most))


@sentence_for(NameTaken)
def _name(error: NameTaken) -> str:
    return _("There is a list named %(name)s already. Choose another name.", name=error.name)


@blueprint.record_once
def _give_templates(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]
    app.jinja_env.filters["fault_sentence"] = fault_sentence
    app.jinja_env.globals["fault_words"] = WORDS
