"""What tax classes and the rates of a class are called."""

from decimal import Decimal
from typing import Final

from trade.parties.rules import TaxClass, TaxRates
from web.facts import LABELS
from web.filters import percent
from web.sentences import FIELD_SENTENCES
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import FACT_WORDS

TAX_CLASSES: Final[dict[TaxClass, LazyString]] = {
    TaxClass.STANDARD: _l("Standard rate"),
    TaxClass.REDUCED: _l("Reduced rate"),
    TaxClass.ZERO: _l("Zero-rated"),
    TaxClass.EXEMPT: _l("Exempt"),
}
"""As sheets of products write them, too (``trade/pricing/rules/particulars.py``)."""

NIL_NOTES: Final[dict[TaxClass, LazyString]] = {
    TaxClass.ZERO: _l("Zero-rated: these goods are taxable, at a rate of nothing."),
    TaxClass.EXEMPT: _l("Exempt: no tax is charged on these goods, since the law takes them out of it."),
}
"""What a paper says of goods without tax."""

LABELS["tax_class"] = _l("Tax class")
FACT_WORDS["tax_class"] = {tax_class.value: word for tax_class, word in TAX_CLASSES.items()}
FIELD_SENTENCES.update(
    {
        "tax_class_unsaid": _l(
            "You have said no reduced rate that holds today. An owner says it first, on the page “Tax identity”."
        ),
        "tax_class_nil": _l("Goods of this class never bear tax. Choose the standard or the reduced rate."),
    }
)


def rate_told(rate: Decimal) -> str:
    """A rate as papers print it."""
    return f"{rate * 100:.2f} %"


def class_and_rate(tax_class: TaxClass, rate: Decimal) -> str:
    """What a line of a paper says of its tax: the rate, or why there is none."""
    return str(TAX_CLASSES[tax_class]) if tax_class in NIL_NOTES else rate_told(rate)


def class_choices(rates: TaxRates) -> list[tuple[str, str]]:
    """The classes that goods can be of, each with what it means today."""
    return [(tax_class.value, _choice(tax_class, rates.of(tax_class))) for tax_class in TaxClass]


def _choice(tax_class: TaxClass, rate: Decimal | None) -> str:
    word = TAX_CLASSES[tax_class]
    if rate is None:
        return _("%(tax_class)s (none was said yet)", tax_class=word)
    if tax_class is TaxClass.EXEMPT:
        return _("%(tax_class)s, no tax", tax_class=word)
    return _("%(tax_class)s, %(rate)s", tax_class=word, rate=percent(rate))


def unsaid(rates: TaxRates) -> str:
    """What a seller is to know where it has said no rate of a class, before it chooses one."""
    if rates.standard is None:
        return _(
            "You have said no standard rate, so papers name no tax for such goods. An owner says it on the page “Tax identity”."
        )
    if rates.reduced is None:
        return _("Goods at a reduced rate: an owner says that rate first, on the page “Tax identity”.")
    return _("Say which it is: orders keep the class and the rate of the day on which they are placed.")
