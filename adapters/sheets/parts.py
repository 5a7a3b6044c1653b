"""What every workbook of ours consists of beside its rows (ECMA-376): who refers to whom, and the few ways a cell looks."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Style(IntEnum):
    """How a cell looks: its place among ``cellXfs``."""

    PLAIN = 0
    TEXT = 1
    MARKED = 2
    """Text that a spreadsheet would otherwise run once somebody edits it."""
    TITLE = 3
    HUNDREDTHS = 4
    INSTANT = 5


_LOOKS: Final = {
    Style.PLAIN: "",
    Style.TEXT: ' numFmtId="49" applyNumberFormat="1"',
    Style.MARKED: ' numFmtId="49" applyNumberFormat="1" quotePrefix="1"',
    Style.TITLE: ' numFmtId="49" applyNumberFormat="1" fontId="1" applyFont="1"',
    Style.HUNDREDTHS: ' numFmtId="2" applyNumberFormat="1"',
    Style.INSTANT: ' numFmtId="164" applyNumberFormat="1"',
}


def _xf(look: str) -> str:
    given = {name for name in ("numFmtId", "fontId") if f" {name}=" in look}
    rest = "".join(f' {name}="0"' for name in ("numFmtId", "fontId", "fillId", "borderId", "xfId") if name not in given)
    return f"<xf{rest}{look}/>"


_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_LOOKS)}">{"".join(map(_xf, _LOOKS.values()))}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
SHEET_START: Final = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
SHEET_END: Final = "</sheetData></worksheet>"


def parts_of(titles: Sequence[str]) -> dict[str, str]:
    """Each part by its name, but the sheets, which are called ``titles``, as XML may say them."""
    numbers = range(1, len(titles) + 1)
    sheets = zip(numbers, titles, strict=True)
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + _override("workbook", "sheet.main")
        + _override("styles", "styles")
        + "".join(_override(f"worksheets/sheet{number}", "worksheet") for number in numbers)
        + "</Types>",
        "_rels/.rels": _related([("officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _related(
            [*(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews><sheets>'
        + "".join(f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>' for number, title in sheets)
        + "</sheets></workbook>",
    }


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>'


def _related(parts: Sequence[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'
