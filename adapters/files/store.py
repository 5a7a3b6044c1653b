"""Where files lie: a folder, or a bucket that speaks S3; both behind fsspec, under names that nobody can guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import fsspec

from settings import Settings

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class Store:
    """A :class:`trade.files.ports.FileStore` in a file system of fsspec's."""

    system: Any = field(repr=False)
    root: str

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file under a new name."""
        self.system.pipe_file(self._place(name), content)

    def read(self, name: str) -> bytes | None:
        """Return a file, or ``None``."""
        try:
            content: bytes = self.system.cat_file(self._place(name))
        except FileNotFoundError:
            return None
        return content

    def remove(self, name: str) -> None:
        """Forget a file; one that is gone already is no error."""
        try:
            self.system.rm_file(self._place(name))
        except FileNotFoundError:
            return

    def _place(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ValueError(f"no name of a file: {name!r}")
        return f"{self.root}/{name[:2]}/{name}"


def store_of(settings: Settings) -> Store:
    """Return the store that is set: a bucket, or else a folder."""
    url, endpoint = settings.files_store, settings.s3_endpoint
    if not url:
        return Store(fsspec.filesystem("file", auto_mkdir=True), str(settings.var / "files"))
    from obstore.fsspec import FsspecStore  # noqa: PLC0415 - only who keeps files in a bucket loads it

    given = {
        "endpoint": endpoint,
        "access_key_id": settings.s3_key,
        "secret_access_key": settings.s3_secret,
        "region": settings.s3_region,
    }
    config: Any = {name: value for name, value in given.items() if value}
    bucket = FsspecStore("s3", config=config, client_options={"allow_http": endpoint.startswith("http://")})
    return Store(bucket, url.removeprefix("s3://").rstrip("/"))
