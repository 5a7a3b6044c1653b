"""Where a bank's server for files is, by which key it is known, and what lets us in. Knows no library: settings ask it."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import unquote, urlsplit

_KINDS: Final = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa")


class SftpAddressError(ValueError):
    """A setting of the bank's server is missing or wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class SftpAddress:
    """A server: ``host_keys`` are all that it may show, ``out`` is where our files go, ``inbox`` where the bank's lie."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    key: str
    host_keys: tuple[str, ...]
    out: str
    inbox: str
    seconds: int

    @classmethod
    def of(cls, url: str, *, host_keys: tuple[str, ...], key: str, folders: tuple[str, str], seconds: int) -> Self:
        """Read the settings, and refuse what cannot be meant before anybody is asked for money."""
        parts = urlsplit(url)
        try:
            port = parts.port or 22
        except ValueError as error:
            raise SftpAddressError("BANK_SFTP has a port that is no number.") from error
        if parts.scheme != "sftp" or not parts.hostname or not parts.username or parts.path.strip("/"):
            raise SftpAddressError("BANK_SFTP is sftp://user@host, sftp://user:password@host or either with :port.")
        if not host_keys:
            raise SftpAddressError(
                "BANK_SFTP_HOST_KEY is not set: the key by which the bank's server is known, as the bank publishes it "
                "(ssh-ed25519 AAAA…). No key is believed because it is the first that is shown."
            )
        for one in host_keys:
            _check_key(one)
        if key and not os.access(key, os.R_OK):
            raise SftpAddressError(f"BANK_SFTP_KEY names {key}, which cannot be read.")
        if not key and not parts.password:
            raise SftpAddressError("BANK_SFTP_KEY is not set, and BANK_SFTP holds no password: one of them is needed.")
        if not all(folders) or seconds < 1:
            raise SftpAddressError("BANK_SFTP_OUT and BANK_SFTP_IN are folders, BANK_SFTP_SECONDS is at least 1.")
        out, inbox = (folder.rstrip("/") or "/" for folder in folders)
        user, password = unquote(parts.username), unquote(parts.password or "")
        return cls(parts.hostname, port, user, password, key, host_keys, out, inbox, seconds)


def _check_key(text: str) -> None:
    """Refuse what is not a public key: its kind, and the same kind again inside its bytes."""
    kind, *rest = text.split()
    try:
        told = base64.b64decode(rest[0], validate=True)
    except (binascii.Error, ValueError, IndexError):
        told = b""
    if kind not in _KINDS or told[4 : 4 + len(kind)] != kind.encode():
        raise SftpAddressError(
            f"BANK_SFTP_HOST_KEY holds {text[:24]!r}; it is the server's public key: its kind "
            f"({', '.join(_KINDS)}), a space, and the key. Several are separated by commas."
        )


def kept_at(bank: Path) -> Path:
    """Where is noted what was done with each file, below the folder of the bank."""
    return bank / "sftp"
