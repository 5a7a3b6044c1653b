"""How the text of an environment variable becomes a value, for `settings.py`; and development's secret, which nobody sets."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

WORDS = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what it should be."""


def value_of(name: str, default: Any, text: str) -> Any:
    """Turn a variable's text into the type of its default."""
    if isinstance(default, bool):
        if text.lower() not in WORDS:
            raise SettingsError(f"{name} is {text!r}; it is yes or no.")
        return WORDS[text.lower()]
    if isinstance(default, int):
        if not (text.isascii() and text.isdigit()):
            raise SettingsError(f"{name} is {text!r}; it is a whole number.")
        return int(text)
    if isinstance(default, Path):
        return Path(text).expanduser().resolve()
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return _postgresql(name, text) if name.endswith("DATABASE_URL") else text


def _postgresql(name: str, url: str) -> str:
    """Name the driver in a PostgreSQL address, however the provider spelt the scheme."""
    scheme, separator, rest = url.partition("://")
    if scheme not in {"postgres", "postgresql", "postgresql+psycopg"} or not separator:
        raise SettingsError(f"{name} must start with postgresql://; Pinhuo runs on PostgreSQL only.")
    return f"postgresql+psycopg://{rest}"


def kept_secret(path: Path) -> str:
    """Read development's secret key, or make it; of two processes that make it, both use the first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
