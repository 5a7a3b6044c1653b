"""Files that outlive a power cut: what is in them first, then the name under which they are found."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex


def write_draft(folder: Path, name: str, content: bytes) -> Path:
    """Write ``content`` into a hidden file of its own beside where ``name`` will be, down to the disk; answer where it is."""
    draft = folder / f".{name}.{token_hex(8)}"
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def sync_names(folder: Path) -> None:
    """Bring the names of a folder down to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
