"""Secrets that must be read again, kept in the database under a key that the database does not have."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Final
from uuid import UUID

_NONCE_BYTES: Final = 12


class SealBrokenError(Exception):
    """No key of this application opens it, or it was sealed for somebody else: a fault of the set-up, or tampering."""


@dataclass(frozen=True, slots=True)
class Seal:
    """AES-256-GCM under a key derived from the application's secret.

    ``secrets``: the present secret first, then former ones that still open what was sealed under them.
    """

    secrets: tuple[str, ...]

    def close(self, text: str, owner: UUID) -> str:
        """Seal ``text`` for ``owner``: the same in another person's row opens nothing."""
        key = _key(self.secrets[0])
        nonce = os.urandom(_NONCE_BYTES)
        return f"{_name(key)}.{base64.urlsafe_b64encode(nonce + _cipher(key, nonce, text.encode(), owner)).decode()}"

    def open(self, sealed: str, owner: UUID) -> str:
        """Return what was sealed for ``owner``; raises ``SealBrokenError``."""
        name, _, body = sealed.partition(".")
        for key in map(_key, self.secrets):
            if _name(key) == name:
                raw = base64.urlsafe_b64decode(body)
                return _plain(key, raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], owner)
        raise SealBrokenError("sealed under a key that is not known any more")

    def is_current(self, sealed: str) -> bool:
        """Whether it was sealed under the present secret."""
        return sealed.startswith(f"{_name(_key(self.secrets[0]))}.")


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"pinhuo: sealed secrets", "sha256")


def _name(key: bytes) -> str:
    """Tell keys apart without telling anything of them."""
    return hashlib.sha256(key).hexdigest()[:8]


def _cipher(key: bytes, nonce: bytes, plain: bytes, owner: UUID) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 8 MB, and few requests need it

    return AESGCM(key).encrypt(nonce, plain, owner.bytes)


def _plain(key: bytes, nonce: bytes, sealed: bytes, owner: UUID) -> str:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        return AESGCM(key).decrypt(nonce, sealed, owner.bytes).decode()
    except InvalidTag as error:
        raise SealBrokenError("changed, or sealed for somebody else") from error
