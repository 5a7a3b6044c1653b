"""What the browser may keep for ever: static files under names that carry the hash of their content.

Everything is read, shrunk and named once at start; a changed file has another name, so the old one never goes stale.
The critical style sheet is inlined into pages and allowed there by its hash alone.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import brotli
import rjsmin
from markupsafe import Markup

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

PREFIX: Final = "/static/"
CRITICAL: Final = "css/critical.css"
ICON: Final = "favicon.svg"
_CRITICAL_PARTS: Final = (
    "roles", "type", "buttons", "frame", "notices", "goods", "meter", "stepper", "states", "total", "lists", "fields",
    "record", "plain",
)  # fmt: skip
"""A file a component, in the order in which they overrule each other."""
BUNDLES: Final = {
    "js/page.js": ("vendor/htmx-2.0.11.min.js", "js/app.js"),
    CRITICAL: tuple(f"css/critical/{part}.css" for part in _CRITICAL_PARTS),
}
"""Files that every page needs together travel as one: a bad network counts requests, not files."""

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "public, no-cache"
_TYPES: Final = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One static file: what it is called, what it holds and how it travels."""

    name: str
    body: bytes

    @cached_property
    def digest(self) -> str:
        """What the name carries, so that another content is another name."""
        return hashlib.sha256(self.body).hexdigest()[:12]

    @cached_property
    def url(self) -> str:
        """``/static/css/app.0123456789ab.css`` for ``css/app.css``."""
        stem, dot, suffix = self.name.rpartition(".")
        return f"{PREFIX}{stem}.{self.digest}{dot}{suffix}"

    @cached_property
    def content_type(self) -> str:
        """The media type, with its charset where it is text."""
        suffix = Path(self.name).suffix
        kind = _TYPES.get(suffix) or mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        return f"{kind}; charset=utf-8" if kind.startswith("text/") or suffix == ".svg" else kind

    @cached_property
    def brotli(self) -> bytes:
        """The body as most browsers take it; made at the first request."""
        return bytes(brotli.compress(self.body, quality=11))

    @cached_property
    def gzip(self) -> bytes:
        """The body for the rest."""
        return gzip.compress(self.body, compresslevel=9, mtime=0)

    def encoded(self, accepted: str) -> tuple[bytes, str]:
        """Return the smallest form the browser takes, and the name of that coding ("" for plain)."""
        if self.content_type.startswith("image/") and not self.name.endswith(".svg"):
            return self.body, ""
        offered = {coding.partition(";")[0].strip() for coding in accepted.split(",")}
        if "br" in offered:
            return self.brotli, "br"
        if "gzip" in offered:
            return self.gzip, "gzip"
        return self.body, ""


class Assets:
    """All static files by name, and the WSGI layer that serves them without waking Flask."""

    def __init__(self, folder: Path) -> None:
        self.by_name = {asset.name: asset for asset in _read(folder)}
        for name, parts in BUNDLES.items():
            between = b";\n" if name.endswith(".js") else b""
            self.by_name[name] = Asset(name, between.join(self.by_name[part].body for part in parts))
        self._by_url = {asset.url: asset for asset in self.by_name.values()}

    def url(self, name: str) -> str:
        """Return the address of ``name`` (``css/app.css``); ``KeyError`` when there is no such file."""
        return self.by_name[name].url

    @cached_property
    def critical_css(self) -> Markup:
        """The style sheet that pages inline."""
        return Markup(self.by_name[CRITICAL].body.decode())  # noqa: S704 -- our own file

    @cached_property
    def icon(self) -> str:
        """The icon as an address that holds it: too small to be asked for by itself."""
        return f"data:image/svg+xml,{quote(self.by_name[ICON].body.decode().strip())}"

    @cached_property
    def critical_css_hash(self) -> str:
        """The source for ``style-src``: ``'sha256-…'``."""
        digest = hashlib.sha256(self.by_name[CRITICAL].body).digest()
        return f"'sha256-{b64encode(digest).decode()}'"

    def serving(self, application: WSGIApplication) -> WSGIApplication:
        """Return ``application`` with the static files in front of it."""

        def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "")
            if not path.startswith(PREFIX):
                return application(environ, start_response)
            return self._answer(path, environ, start_response)

        return serve

    def _answer(self, path: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        hashed = self._by_url.get(path)
        asset = hashed or self.by_name.get(path.removeprefix(PREFIX))
        if asset is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return []
        body, coding = asset.encoded(environ.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'"{asset.digest}{coding}"'
        headers = [
            ("Content-Type", asset.content_type),
            ("Cache-Control", _FOR_EVER if hashed else _ASK_AGAIN),
            ("ETag", etag),
            ("Vary", "Accept-Encoding"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        if environ.get("HTTP_IF_NONE_MATCH") == etag:
            start_response("304 Not Modified", headers)
            return []
        if coding:
            headers.append(("Content-Encoding", coding))
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def init_app(app: Flask, folder: Path) -> Assets:
    """Serve ``folder`` in front of ``app`` and give its templates ``asset()`` and ``critical_css()``."""
    assets = Assets(folder)
    app.extensions["assets"] = assets
    app.wsgi_app = assets.serving(app.wsgi_app)  # type: ignore[method-assign, assignment] # Flask documents this
    app.jinja_env.globals.update(asset=assets.url, critical_css=lambda: assets.critical_css, icon_address=assets.icon)
    return assets


def _read(folder: Path) -> Iterable[Asset]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            shrunk = _SHRINK.get(path.suffix, bytes)(path.read_bytes())
            yield Asset(path.relative_to(folder).as_posix(), shrunk)


def _shrunk_script(script: bytes) -> bytes:
    """Take comments and idle white space out of a script; names stay, so that an error in the field can be read."""
    return str(rjsmin.jsmin(script.decode())).encode()


def _shrunk_style(css: bytes) -> bytes:
    """Take comments and idle white space out of a style sheet; strings and urls keep theirs."""
    text = re.sub(r"/\*.*?\*/", "", css.decode(), flags=re.DOTALL)
    pieces = re.split(r"(\"[^\"]*\")", text)
    for at in range(0, len(pieces), 2):
        piece = re.sub(r"\s+", " ", pieces[at])
        piece = re.sub(r"\s*([{};,>])\s*", r"\1", piece)
        pieces[at] = re.sub(r":\s+", ":", piece).replace(";}", "}")
    return "".join(pieces).strip().encode()


_SHRINK: Final[dict[str, Callable[[bytes], bytes]]] = {".css": _shrunk_style, ".js": _shrunk_script}
