"""The child's side: ``python -m adapters.papers.child < sheet.json > sheet.pdf``, within limits of memory and time."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Final

import typst

_HERE: Final = Path(__file__).parent
_MEMORY: Final = 1024 * 1024 * 1024
_SECONDS: Final = 15
_ROWS: Final = 2000
"""More rows than this are no paper but a file: they would take seconds and hundreds of megabytes."""
_TOO_LONG: Final = 3


def main() -> None:
    """Set the sheet of standard input; what it says is data to the template, never a part of it."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sheet = sys.stdin.buffer.read()
    if sum(len(table["rows"]) for table in json.loads(sheet)["tables"]) > _ROWS:
        sys.exit(_TOO_LONG)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")])
    pdf = typst.compile(
        str(_HERE / "paper.typ"),
        root=str(_HERE),
        font_paths=fonts,
        format="pdf",
        sys_inputs={"sheet": sheet.decode()},
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
