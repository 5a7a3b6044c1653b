"""Passwords, secret links and code generators: what proves who somebody is."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

STEP_SECONDS: Final = 30
"""How long a code of a generator is shown."""

DRIFT_STEPS: Final = 1
"""A phone's clock may be off by this many steps either way."""

ISSUER: Final = "Pinhuo"

# OWASP's smaller profile: eight threads that hash at once must fit into a small machine.
_HASHER: Final = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


def hash_password(password: str) -> str:
    """Return the argon2id hash that is stored."""
    return _HASHER.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Whether ``password`` made ``stored``. An unknown person costs the same time as a wrong password."""
    try:
        _HASHER.verify(stored or _nobodys_hash(), password)
        return bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def token_hash(token: str) -> bytes:
    """Return what is stored of a secret link or session; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def new_totp_secret() -> str:
    """Return a secret for a code generator."""
    return pyotp.random_base32()


def totp_uri(secret: str, account: str) -> str:
    """Return what the QR code says to the generator."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def totp_step(secret: str, code: str, at: datetime, last_step: int) -> int | None:
    """Return the step whose code is ``code``; ``None`` for a wrong one or one not after ``last_step``.

    The caller stores the step, so that a code that was watched being typed is worth nothing.
    """
    generator = pyotp.TOTP(secret)
    now = int(at.timestamp()) // STEP_SECONDS
    matching = [
        step
        for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1)
        if step > last_step and pyotp.utils.strings_equal(generator.generate_otp(step), code)
    ]
    return matching[0] if matching else None


def recovery_codes(secret: str, person_id: UUID, key: str, count: int) -> list[str]:
    """Return the recovery codes that follow from a tap's ``key``: 80 bits each, in four groups of four."""
    made = (
        hmac.digest(secret.encode(), f"recovery-code\0{person_id}\0{key}\0{n}".encode(), "sha256") for n in range(count)
    )
    texts = (base64.b32encode(digest[:10]).decode().lower() for digest in made)
    return ["-".join(text[start : start + 4] for start in range(0, 16, 4)) for text in texts]


def recovery_hash(code: str) -> bytes:
    """Return what is stored of a recovery code, however it was typed: 80 random bits need no slow hash."""
    typed = unicodedata.normalize("NFKC", code).lower()
    return hashlib.sha256("".join(letter for letter in typed if letter.isalnum()).encode()).digest()


@cache
def _nobodys_hash() -> str:
    return hash_password("no password ever equals this one")


def derived_token(secret: str, purpose: str, *parts: str) -> str:
    """Return the secret token that belongs to ``parts`` alone: the same again for a request or job that is repeated.

    ``secret`` is the application's key; without it nobody can make the token from what is stored.
    """
    message = "\0".join((purpose, *parts)).encode()
    return base64.urlsafe_b64encode(hmac.digest(secret.encode(), message, "sha256")).decode().rstrip("=")
