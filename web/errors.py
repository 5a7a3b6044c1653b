"""What somebody sees when something is refused or broken. These pages ask the database nothing."""

import logging
import secrets
from typing import Final

from flask import Flask, Response, g, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from trade.kernel.errors import DomainError, InvalidInput, KeyInFlight, KeyReused, NotAllowed, NotFound
from trade.kernel.ids import ALPHABET
from web import hx, problems
from web.bearers import NoToken, NotTrading, ScopeMissing
from web.commands import HeaderMissing, KeyMissing
from web.security import ForeignOrigin
from web.sentences import sentence
from web.translation import gettext as _

REGION: Final = "#notices"
"""Where the layouts keep a place for what htmx is told."""

STATUS: Final[dict[type[DomainError], int]] = {
    NotFound: 404,
    NotAllowed: 403,
    InvalidInput: 422,
    KeyReused: 422,
}
log = logging.getLogger("pinhuo.web")


def init_app(app: Flask) -> None:
    """Answer every kind of failure."""
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _refused(error: DomainError) -> ResponseReturnValue:
    kinds = [kind for kind in type(error).__mro__ if kind in STATUS]
    status = STATUS[kinds[0]] if kinds else 409
    if problems.is_asked_by_program():
        answer = problems.refusal(error, status, _title(status), problems.told(error))
    else:
        answer = _answer(status, _title(status), sentence(error))
    if isinstance(error, KeyInFlight):
        answer.headers["Retry-After"] = "1"  # nothing is decided yet: the same once more is right
    return answer


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, InternalServerError):
        return _broken(error.original_exception or error)
    if error.response is not None:
        return error.get_response()
    if isinstance(error, SecurityError):
        # No address of ours can be built for a foreign host, and none should be.
        return Response("This host is not ours.", 400, content_type="text/plain")
    status = error.code or 500
    response = _explain(error, status)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    if isinstance(error, RateLimitExceeded):
        response.headers["Retry-After"] = str(error.limit.limit.get_expiry())
    return response


def _explain(error: HTTPException, status: int) -> Response:
    if problems.is_asked_by_program():
        return problems.refusal(error, status, _title(status), _explained(error))
    return _answer(status, _title(status), _explained(error))


def _broken(error: BaseException) -> ResponseReturnValue:
    """Log a fault under a number that the person can read to us."""
    number = "E-" + "".join(secrets.choice(ALPHABET) for _ in range(6))
    log.error("%s %s", number, error, exc_info=error)
    text = _(
        "Something broke on our side. Look whether what you wanted is done before you try it again, and tell us the reference."
    )
    try:
        if problems.is_asked_by_program():
            return problems.problem(500, _title(500), text, code="fault", reference=number)
        return _answer(500, _title(500), text, reference=number)
    except Exception:
        log.exception("%s: the page for it broke as well", number)
        return Response(f"<!DOCTYPE html><title>Error</title><h1>{escape(text)}</h1><p>{number}", 500)


def _answer(status: int, title: str, text: str, reference: str = "") -> Response:
    """Render a page of its own, or for htmx a notice that leaves the page, and what was typed there, alone."""
    g.failing = True
    facts = {"status": status, "heading": title, "text": text, "reference": reference}
    if hx.wants_fragment():
        response = make_response(render_template("errors/_notice.html", **facts), status)
        hx.put_into(response, REGION)
    else:
        response = make_response(render_template("errors/page.html", **facts), status)
    response.vary.add("HX-Request")
    return response


def _title(status: int) -> str:
    titles: dict[int, str] = {
        400: _("This request cannot be read"),
        401: _("A token is needed"),
        403: _("This is not open to you"),
        404: _("Not here"),
        405: _("This address takes no such request"),
        409: _("Not possible now"),
        413: _("Too large"),
        422: _("This was not understood"),
        429: _("Too many attempts"),
        500: _("Something broke"),
    }
    return titles.get(status) or titles[400]


def _explained(error: HTTPException) -> str:
    if isinstance(error, CSRFError):
        return _(
            "Your session ended while this page was open, so nothing was changed. "
            "Go back: what you typed is still there. Load the page again, sign in if asked, and send it once more."
        )
    if isinstance(error, NoToken | ScopeMissing | NotTrading | HeaderMissing):
        return _explained_to_program(error)
    if isinstance(error, KeyMissing):
        return _("The form came without its key, so nothing was changed. Load the page again and send it once more.")
    if isinstance(error, ForeignOrigin):
        return _("Another site sent this. If you meant it, do it on the page here.")
    if problems.is_asked_by_program() and error.code == 422:
        return _("Some values have the wrong shape; each is named with what is wrong. Nothing was changed.")
    texts = {
        400: _("Check the address, or go back and try again."),
        404: _("This does not exist, or it is not yours to see."),
        405: _("Go back and use the buttons of the page."),
        413: _("The file is larger than what is taken here. Split it and send the parts."),
        429: _("To keep accounts safe there is a pause now. Wait a few minutes, then try again."),
    }
    return texts.get(error.code or 400) or texts[400]


def _explained_to_program(error: HTTPException) -> str:
    if isinstance(error, NoToken):
        return _("Send a token that is still good as “Authorization: Bearer …”. An owner makes one under Connections.")
    if isinstance(error, ScopeMissing):
        return _("This token lacks the scope %(scopes)s. An owner can make one that has it.", scopes=error.scopes)
    if isinstance(error, NotTrading):
        return _("The token's organisation may not trade at present.")
    return _("Send the header Idempotency-Key: 8 to 80 letters, digits, - or _, a new one for each change.")
