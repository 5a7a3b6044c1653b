"""What a guardian tells the users of its server: where it is, and which processes they are."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


class EmbeddedServersError(Exception):
    """The embedded servers cannot be had; the message says why, for the person who started them."""


@dataclass(frozen=True)
class Urls:
    """The addresses of the running servers; empty for one that was not asked for."""

    database: str = ""  # the application's role: no owner, no superuser, held by row-level security
    migration_database: str = ""  # the owner of the tables
    superuser_database: str = ""  # for tests that make databases of their own
    redis: str = ""


@dataclass(frozen=True)
class State:
    """A ready server and the guardian that answers for it."""

    urls: dict[str, str]  # by field of Urls
    guardian: int
    server: int

    def write(self, path: Path) -> None:
        """Publish in one step, so that nobody reads half of it."""
        write_private(path, asdict(self))

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Read what was published, or None when the server is not ready."""
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError:
            return None


@dataclass(frozen=True)
class Passwords:
    """One password per PostgreSQL role."""

    superuser: str
    owner: str
    app: str

    @classmethod
    def kept(cls, path: Path) -> Self:
        """Read the passwords, or make them the first time."""
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError:
            made = cls(*(secrets.token_urlsafe(24) for _ in range(3)))
            write_private(path, asdict(made))
            return made


def write_private(path: Path, content: object) -> None:
    """Write JSON that only the owner may read, by renaming a finished file into place."""
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
