"""What the address of a request says: nothing in it is ignored, and a cursor belongs to the list that it came from.

A typing mistake in a filter would else answer with everything, and a cursor that is none would begin anew: a program that
reads a list to its end would never notice (decision 300).
"""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from flask import Response, current_app, request
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import UnprocessableEntity

from blueprints.api.blueprint import blueprint, takes
from blueprints.api.fields import Text
from trade.kernel.paging import CURSOR_MAX, Page
from web import identity
from web.access import actor

_MARK: Final = 16
"""So many letters in front of a cursor say which list it is of."""

View = TypeVar("View", bound=Callable[..., Any])


class Cursor(Text):
    """Where a list goes on: what an earlier page of the same list, with the same filters, answered as ``next_cursor``."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        mark, inner = text[:_MARK], text[_MARK:]
        if text and not any(hmac.compare_digest(mark.encode(), _mark(secret, inner)) for secret in _secrets()):
            raise ValidationError("This is no next_cursor of this list with these filters. Leave it out to begin anew.")
        return inner


class Asked(Schema):
    """What every list understands."""

    cursor = Cursor(
        CURSOR_MAX,
        load_default="",
        metadata={
            "description": "next_cursor of the page before, of the same list and filters; anything else is refused"
        },
    )


def asks(schema: type[Schema]) -> Callable[[View], View]:
    """Hand the view what its address asks for. What else stands there is refused, and so is what may stand there once."""

    def mark(view: View) -> View:
        made: View = takes(schema, "query")(view)  # type: ignore[assignment]
        made.asked = {name: isinstance(field, fields.List) for name, field in schema().fields.items()}  # type: ignore[attr-defined]
        return made

    return mark


def paged(page: Page[Any]) -> Mapping[str, Any]:
    """A page of a list as it is answered; its cursor is good for this list, these filters and this organisation."""
    inner = page.next_cursor
    return {"items": page.rows, "next_cursor": inner and _mark(_secrets()[0], inner).decode() + inner}


def _refuse_unknown() -> Response | None:
    """Refuse parameters that the request does not know, or that come twice and may not."""
    asked: Mapping[str, bool] | None = getattr(current_app.view_functions[request.endpoint or ""], "asked", None)
    is_described = (request.endpoint or "") not in {"api.openapi", "api.reference"}
    known = asked or {}
    wrong = {name: ["Unknown field."] for name in request.args if is_described and name not in known}
    wrong |= {
        name: ["Send this once."]
        for name, values in request.args.lists()
        if name in known and not known[name] and len(values) > 1
    }
    if wrong:
        error = UnprocessableEntity()
        error.data = {"messages": {"query": wrong}}  # type: ignore[attr-defined] # where the validator has its own too
        raise error
    return None


def _secrets() -> tuple[str, ...]:
    return identity.seal().secrets


def _mark(secret: str, inner: str) -> bytes:
    """What a cursor of this list begins with: nobody gains by forging one, but none is taken for another's."""
    filters = sorted((name, value) for name, value in request.args.items(multi=True) if value and name != "cursor")
    said = json.dumps(["cursor", request.endpoint, str(actor().organisation), filters, inner]).encode()
    return base64.urlsafe_b64encode(hmac.digest(secret.encode(), said, "sha256"))[:_MARK]


blueprint.before_request(_refuse_unknown)
