"""Fields of requests and answers. Strict, since programs send them: a number is a number, a price is text."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate

from trade.kernel.money import EXPONENTS, Money

MINOR_MAX: Final = 10**18
_PRICE: Final = r"\d{1,10}(\.\d{1,6})?"
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


class Text(fields.String):
    """A text of at most ``most`` characters, without white space around it."""

    def __init__(self, most: int, *, least: int = 0, **more: Any) -> None:
        super().__init__(validate=validate.Length(min=least, max=most), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **more))
        if _UNSTORABLE.search(text):
            raise ValidationError("NUL and lone surrogates cannot be stored.")
        return text.strip()


class Count(fields.Integer):
    """A whole number within bounds, written as a JSON number."""

    def __init__(self, least: int, most: int, **more: Any) -> None:
        super().__init__(validate=validate.Range(min=least, max=most), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:
        if type(value) is not int:
            raise ValidationError("Not a whole number.")
        return value


class Price(fields.Field[Decimal]):
    """A price for one unit, as text, so that no program makes a float of it: ``"12.345"``."""

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **more: Any) -> str | None:
        return None if value is None else written(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Decimal:
        if not isinstance(value, str) or not re.fullmatch(_PRICE, value, re.ASCII):
            raise ValidationError(
                'Write a price as text: up to 10 digits, up to 6 more after the point, like "12.345".'
            )
        return Decimal(value)


class Instant(fields.Field[datetime]):
    """An instant, RFC 3339, always in UTC when we say it."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **more: Any) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> datetime:
        try:
            found = datetime.fromisoformat(value)
            if found.tzinfo is None or not value.isascii():
                raise ValueError(value)
            return found.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            raise ValidationError("Write an instant with its zone, like 2026-05-04T09:30:00Z.") from None


class Amount(fields.Field[Money]):
    """Money: whole minor units (pence, fen, yen) and the currency."""

    def _serialize(self, value: Money | None, attr: str | None, obj: Any, **more: Any) -> dict[str, Any] | None:
        return None if value is None else {"minor": value.minor, "currency": value.currency}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Money:
        minor, currency = (value.get("minor"), value.get("currency")) if isinstance(value, dict) else (None, None)
        known = isinstance(currency, str) and currency in EXPONENTS
        if type(minor) is not int or not known or abs(minor) > MINOR_MAX or len(value) > 2:
            raise ValidationError(
                'Write money as whole minor units and a currency: {"minor": 9180, "currency": "GBP"}.'
            )
        return Money(minor, str(currency))


class Nothing(Schema):
    """A request without a body of its own."""


def written(price: Decimal) -> str:
    """Write a unit price without an exponent and without idle zeros: ``2.95``, ``3``."""
    text = f"{price:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def page_of(row: type[Schema], name: str) -> type[Schema]:
    """Return the schema of a page of ``row``."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(row), required=True),
            "next_cursor": fields.String(required=True, allow_none=True),
        },
        name=name,
    )


DOCUMENTED: Final[tuple[tuple[type[fields.Field[Any]], str, str | None], ...]] = (
    (Price, "string", "decimal"),
    (Instant, "string", "date-time"),
)


def describe_amount(_converter: Any, field: Any, **_more: Any) -> dict[str, Any]:
    """Tell the description what money and prices look like."""
    if isinstance(field, Amount):
        return {"type": "object", "properties": {"minor": {"type": "integer"}, "currency": {"type": "string"}}}
    return {"pattern": f"^{_PRICE}$"} if isinstance(field, Price) else {}
