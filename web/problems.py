"""Refusals for programs: RFC 9457's ``application/problem+json``, with the same sentences as on the pages.

``code`` is for the program, ``detail`` for whoever reads its log; ``errors`` names the fields that are wrong.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, request
from werkzeug.exceptions import HTTPException

from trade.catalogue.rules import PartsRefused
from trade.kernel.errors import DomainError, InvalidInput, KeyInFlight, KeyReused, NotAllowed, StaleVersion
from trade.ordering.rules import NotForSale, QuantityRefused
from trade.stock.rules import StockShort
from web.filters import quantity
from web.sentences import sentence
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PATH: Final = "/api/"
TYPE: Final = "application/problem+json"

SENTENCES: Final[dict[type[DomainError], LazyString]] = {
    KeyReused: _l("This Idempotency-Key came before with another request. Make a new key for each change."),
    KeyInFlight: _l(
        "The first request with this Idempotency-Key is still being worked on. Send it again in a few seconds."
    ),
    StaleVersion: _l("Somebody changed this meanwhile. Read it again and repeat your change on what you find."),
    NotAllowed: _l("The token's organisation may not do this."),
}
"""Where a page speaks of forms and buttons, a program is told of keys and tokens."""


def is_asked_by_program() -> bool:
    """Whether the answer goes to a program rather than a person."""
    return request.path.startswith(PATH)


def problem(
    status: int, title: str, detail: str, *, code: str, errors: Sequence[Mapping[str, str]] = (), reference: str = ""
) -> Response:
    """Answer a refusal; empty members are left out."""
    said: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    if errors:
        said["errors"] = list(errors)
    if reference:
        said["reference"] = reference
    return Response(json.dumps(said, ensure_ascii=False), status, content_type=TYPE)


def refusal(error: DomainError | HTTPException, status: int, title: str, detail: str) -> Response:
    """Answer what was refused and which fields it is about."""
    return problem(status, title, detail, code=code_of(error), errors=fields_of(error))


def told(error: DomainError) -> str:
    """Return what a refusal says to whoever keeps the program."""
    known = next((SENTENCES[kind] for kind in type(error).__mro__ if kind in SENTENCES), None)
    return str(known) if known is not None else sentence(error)


def code_of(error: BaseException) -> str:
    """Return a word for the kind of refusal: ``StockPromised`` is ``stock-promised``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()


def fields_of(error: BaseException) -> list[dict[str, str]]:
    """Return what is wrong with which field, for a value that has the wrong shape; goods are named by their id."""
    if isinstance(error, InvalidInput):
        return [{"field": error.field, "code": error.code.replace("_", "-"), "detail": sentence(error)}]
    if isinstance(error, StockShort):
        left = [(short.sku_id, _("Only %(count)s left", count=quantity(short.available))) for short in error.shortages]
        return [{"field": str(sku_id), "code": "stock-short", "detail": detail} for sku_id, detail in left]
    if isinstance(error, PartsRefused):
        place = f"parts.{error.number - 1}.sku_id" if error.number else "parts"
        return [{"field": place, "code": f"part-{error.fault.replace('_', '-')}", "detail": sentence(error)}]
    if isinstance(error, QuantityRefused | NotForSale):
        return [{"field": str(error.sku_id), "code": code_of(error), "detail": sentence(error)}]
    messages = getattr(error, "data", {}).get("messages", {}) if isinstance(error, HTTPException) else {}
    return list(_flat(messages, ())) if isinstance(messages, dict) else []


def _flat(messages: Any, path: tuple[str, ...]) -> Any:
    """Walk the validator's nested messages: ``{"json": {"steps": {1: {"quantity": [...]}}}}``."""
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _flat(inner, (*path, str(name)))
    elif isinstance(messages, list):
        for text in messages:
            yield {"field": ".".join(path[1:]) or path[0], "code": "shape", "detail": str(text)}
