"""The key that makes a change happen once, and the hash of what was sent with it."""

import hashlib
import hmac
import re
from typing import Final
from uuid import UUID

from flask import current_app, request
from werkzeug.exceptions import UnprocessableEntity

from trade.kernel.idempotency import Command
from web.identity import owner_of_keys

FIELD: Final = "idempotency_key"
HEADER: Final = "Idempotency-Key"
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,80}")
NOT_INPUT: Final = frozenset({FIELD, "csrf_token"})
"""Fields of every form that say nothing of what somebody wants."""


class KeyMissing(UnprocessableEntity):
    """A change came without the key that its page made."""


class HeaderMissing(KeyMissing):
    """A program sent a change without a key."""


def read(*, needed: bool) -> Command | None:
    """Return the request's command; ``KeyMissing`` where it has no proper key and needs one."""
    key = request.form.get(FIELD) or request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        if needed:
            raise KeyMissing
        return None
    return Command(key, input_hash(), owner_of_keys())


def read_header(owner: UUID, *, needed: bool) -> Command | None:
    """Return the command of a program, whose keys are its own; quotes around the key are none of it.

    Raises ``HeaderMissing`` where it has no proper key and needs one.
    """
    key = request.headers.get(HEADER, "").strip('"')
    if _KEY.fullmatch(key):
        return Command(key, input_hash(), owner)
    if needed or key:
        raise HeaderMissing
    return None


def input_hash() -> bytes:
    """Hash method, path and everything that was sent, files too.

    Keyed, because forms carry passwords: who reads the stored hash must not be able to try passwords against it.
    """
    digest = hmac.new(str(current_app.secret_key).encode(), digestmod="sha256")
    for part in _parts():
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()


def _parts() -> list[bytes]:
    parts = [request.method.encode(), request.full_path.encode()]
    for name, value in sorted(request.form.items(multi=True)):
        if name not in NOT_INPUT:
            parts += [name.encode(), value.encode()]
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        parts += [name.encode(), hashlib.file_digest(file.stream, "sha256").digest()]  # type: ignore[arg-type]
        file.stream.seek(0)
    if not request.form and not request.files:
        parts.append(request.get_data(cache=True))
    return parts
