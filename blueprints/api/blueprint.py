"""The blueprint that the routes of this package hang on, and how often a program may ask."""

import hashlib
from collections.abc import Callable
from typing import Any, Final, cast

from flask import Response, current_app, request
from flask_limiter.util import get_remote_address
from flask_smorest import Blueprint
from marshmallow import Schema
from werkzeug.exceptions import BadRequest

from adapters import clock
from web.bearers import shown_token
from web.limits import limiter

PER_TOKEN: Final = "600 per minute"  # noqa: S105 - how often, not a secret
PER_ADDRESS: Final = "60 per 15 minutes"
"""Of requests whose token opens nothing: nobody guesses 256 bits, but each guess asks the database."""

blueprint = Blueprint("api", __name__, url_prefix="/api/v1", description="What an organisation's own programs ask for.")


def token_key() -> str:
    """Return the token that is shown, hashed: Redis must not hold a secret."""
    token = shown_token()
    return "token:" + hashlib.sha256(token.encode()).hexdigest()[:32] if token else get_remote_address()


def had_no_token(response: Response) -> bool:
    """Whether a program was turned away at the door."""
    return response.status_code == 401


limiter.limit(PER_TOKEN, key_func=token_key)(blueprint)
limiter.limit(PER_ADDRESS, key_func=get_remote_address, deduct_when=had_no_token)(blueprint)


View = Callable[..., Response]


def route(rule: str, method: str = "GET") -> Callable[[View], View]:
    """Hang a view up, and describe it by its docstring."""
    return cast("Callable[[View], View]", blueprint.route(rule, methods=[method]))


def takes(schema: type[Schema], location: str = "json") -> Callable[[View], View]:
    """Hand the view what was sent, once it has the shape of ``schema``."""
    return cast("Callable[[View], View]", blueprint.arguments(schema, location=location))


def answers(schema: type[Schema], status: int = 200) -> Callable[[Callable[..., object]], View]:
    """Write what the view returns in the shape of ``schema``."""
    return cast("Callable[[Callable[..., Any]], View]", blueprint.response(status, schema))


@blueprint.errorhandler(RecursionError)  # type: ignore[untyped-decorator]
def too_deep(_error: RecursionError) -> object:
    """Refuse JSON that is nested so deep that nobody can read it."""
    return current_app.handle_http_exception(BadRequest())


@blueprint.after_request  # type: ignore[untyped-decorator]
def tell_limit(response: Response) -> Response:
    """Say how many requests are left, as far as they are counted, and in how many seconds there are all again."""
    counted = [limit for limit in limiter.current_limits if limit.limit.amount == 600]
    if counted and request.endpoint:
        response.headers["RateLimit-Limit"] = str(counted[0].limit.amount)
        response.headers["RateLimit-Remaining"] = str(max(counted[0].remaining, 0))
        response.headers["RateLimit-Reset"] = str(max(counted[0].reset_at - int(clock.now().timestamp()), 0))
    return response
