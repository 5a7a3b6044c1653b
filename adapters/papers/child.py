"""The child's side: ``python -m adapters.papers.child < sheet.json > sheet.pdf``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import typst

from adapters.confinement import PAPERS, serve

_HERE: Final = Path(__file__).parent
_ROWS: Final = 2000
"""More rows than this are no paper but a file: they would take seconds and hundreds of megabytes."""


def main() -> None:
    """Set the sheet of standard input; what it says is data to the template, never a part of it."""
    template = (_HERE / "paper.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")])
    serve(PAPERS, lambda _: _load(fonts), lambda sheet: _set(sheet, template, fonts))


def _load(fonts: typst.Fonts) -> None:
    """Set a sign in each font: Typst opens a font, and starts its threads, when it first needs them."""
    signs = "".join(f'#text(font: "{family}", fallback: false)[a]' for family in fonts.families())
    typst.compile(signs.encode(), font_paths=fonts, format="svg")


def _set(sheet: bytes, template: bytes, fonts: typst.Fonts) -> Iterator[bytes]:
    if sum(len(table["rows"]) for table in json.loads(sheet)["tables"]) > _ROWS:
        return  # nothing is said of what is too long
    pdf = typst.compile(template, font_paths=fonts, format="pdf", sys_inputs={"sheet": sheet.decode()})
    assert isinstance(pdf, bytes)
    yield pdf


if __name__ == "__main__":
    main()
