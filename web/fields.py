"""Fields that speak the trade: whole quantities, amounts, unit prices. Each shows again what was typed.

Full-width digits, as Chinese keyboards make them, count as digits. What could mean two things is asked, never guessed.
"""

import re
from decimal import Decimal
from typing import Any, Final

from wtforms import Field
from wtforms.widgets import TextInput

from trade.kernel.money import Money, exponent_of, to_minor
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.widths import narrow
from web.filters import SYMBOLS, quantity
from web.translation import gettext as _

_WHOLE: Final = re.compile(r"[0-9]{1,40}|[0-9]{1,3}(,[0-9]{3}){1,12}")
_AMOUNT: Final = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.([0-9]+))?")
_PERCENT: Final = re.compile(r"[0-9]{1,2}(\.[0-9]{1,4})?")
_PRICE_DIGITS: Final = 6


class TypedField(Field):
    """A text field that is read into a value and shows what was typed as long as it could not be."""

    widget = TextInput()
    typed: str | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first value sent: a stepper's button comes before its text field."""
        if not valuelist:
            return
        self.typed = str(valuelist[0])
        self.data = None
        text = plain(self.typed)
        if text:
            self.data = self.read(text)

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return self.write(self.data) if self.data is not None else ""

    def read(self, text: str) -> Any:
        """Return the value of ``text``; ``ValueError`` with a sentence for what it is not."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Return ``value`` as somebody would type it."""
        return str(value)


class QuantityField(TypedField):
    """A whole number from 1 up; with ``zero`` also none, which takes a line away."""

    def __init__(
        self,
        label: str | None = None,
        validators: list[Any] | None = None,
        *,
        zero: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.least = 0 if zero else 1
        self.render_kw = {"inputmode": "numeric", "autocomplete": "off", **(self.render_kw or {})}

    def read(self, text: str) -> int:
        """Read a whole number; refuse signs, fractions and what is beyond all wholesale."""
        if not _WHOLE.fullmatch(text):
            raise ValueError(_("Enter a whole number such as 12."))
        value = int(text.replace(",", ""))
        if value < self.least:
            raise ValueError(_("Enter 1 or more."))
        if value > QUANTITY_MAX:
            raise ValueError(_("Enter at most %(most)s; for more, talk to the seller.", most=quantity(QUANTITY_MAX)))
        return value


class _AmountField(TypedField):
    """What the two fields for amounts share: a currency that must be known when the form is sent. ``zero`` admits none."""

    def __init__(
        self,
        label: str | None = None,
        validators: list[Any] | None = None,
        *,
        currency: str = "CNY",
        zero: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.currency = currency
        self.takes_zero = zero
        self.render_kw = {"inputmode": "decimal", "autocomplete": "off", **(self.render_kw or {})}

    @property
    def digits(self) -> int:
        """How many digits may follow the point."""
        return exponent_of(self.currency)

    def decimal(self, text: str) -> Decimal:
        """Read an amount in major units."""
        for sign in (SYMBOLS.get(self.currency, self.currency), self.currency, "¥"):
            text = text.removeprefix(sign).strip()
        found = _AMOUNT.fullmatch(text)
        if found is None:
            raise ValueError(_("Enter an amount with a point before its fraction, such as 1240.50."))
        if len(found[4] or "") > self.digits:
            raise ValueError(_("Use at most %(digits)d digits after the point.", digits=self.digits))
        value = Decimal(text.replace(",", ""))
        if value == 0 and not self.takes_zero:
            raise ValueError(_("Enter more than 0."))
        return value


class MoneyField(_AmountField):
    """An amount of ``currency``: sets ``data`` to :class:`Money`. A form may set ``field.currency`` when it is made."""

    def read(self, text: str) -> Money:
        """Read an amount in whole minor units."""
        return Money(to_minor(self.decimal(text), self.currency), self.currency)

    def write(self, value: Money) -> str:
        """Write the amount without sign or grouping."""
        return str(value.decimal)


class UnitPriceField(_AmountField):
    """The price of one unit, with up to six digits after the point."""

    @property
    def digits(self) -> int:
        """As many as a price has in the database."""
        return _PRICE_DIGITS

    def read(self, text: str) -> Decimal:
        """Read a price."""
        return self.decimal(text)

    def write(self, value: Decimal) -> str:
        """Write the price with no more digits than it has."""
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


class PercentField(TypedField):
    """A share typed as a percentage: ``7.5`` is 0.075. At least nothing and less than everything."""

    def read(self, text: str) -> Decimal:
        """Read a percentage with at most four digits after the point."""
        text = text.removesuffix("%").strip()
        if not _PERCENT.fullmatch(text):
            raise ValueError(_("Enter a percentage from 0 to less than 100, such as 7.5."))
        return Decimal(text) / 100

    def write(self, value: Decimal) -> str:
        """Write the share as a percentage."""
        return f"{(value * 100).normalize():f}"


def plain(text: str) -> str:
    """Fold full-width digits and signs to plain ones, and drop white space around."""
    return narrow(text).strip()
