"""What the browser may do with our pages, and which requests are believed."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.middleware.proxy_fix import ProxyFix

from settings import Settings

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES: Final = frozenset({"same-origin", "none"})
_LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
_PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

csrf = CSRFProtect()


class ForeignOrigin(Forbidden):
    """Another site sent this request."""


def init_app(app: Flask, settings: Settings) -> None:
    """Set cookies, hosts, sizes, CSRF and the headers of every answer."""
    https = settings.is_https
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_keys_before),
        SESSION_COOKIE_NAME="__Host-pinhuo" if https else "pinhuo",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=30 * 24 * 3600,
        PREFERRED_URL_SCHEME="https" if https else "http",
        TRUSTED_HOSTS=_trusted_hosts(settings),
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        # The guard in web.access checks; a token lives as long as its session, and the origin is judged here.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf.init_app(app)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(refuse_broken_text)
    headers = _headers(app, hsts=settings.is_production and https)

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def refuse_broken_text() -> None:
    """Refuse the NUL character: no keyboard makes it, and the database cannot store it."""
    query = request.query_string
    if b"%00" in query or b"\0" in query or "\0" in request.path:
        raise BadRequest
    if request.method in SAFE_METHODS:
        return
    names = (file.filename or "" for _, file in request.files.items(multi=True))
    if any("\0" in text for text in (*names, *(value for _, value in request.form.items(multi=True)))):
        raise BadRequest


def refuse_foreign_origin() -> None:
    """Refuse a change that another site's page asked for. Browsers too old to say rely on the form's token."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in _OWN_SITES:
        raise ForeignOrigin
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise ForeignOrigin


def refuse_forged_form() -> None:
    """Refuse a form that was not made for this session."""
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()


def _trusted_hosts(settings: Settings) -> list[str] | None:
    """The hosts by which we are called; ``None`` (any) only where development listens to the whole network."""
    if settings.trusted_hosts:
        return list(settings.trusted_hosts)
    if settings.public_url:
        named = urlsplit(settings.public_url).hostname or ""
        return [named] if settings.is_production else [named, *_LOCAL_HOSTS]
    listens_to_all = settings.host in {"0.0.0.0", "::"}  # noqa: S104 - recognised, not bound
    return None if listens_to_all and not settings.is_production else list(_LOCAL_HOSTS)


def _headers(app: Flask, *, hsts: bool) -> dict[str, str]:
    assets = app.extensions.get("assets")
    inline = f" {assets.critical_css_hash}" if assets is not None else ""
    policy = [
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self'{inline}",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    headers = {
        "Content-Security-Policy": "; ".join(policy),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": _PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    if hsts:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers
