"""Nothing is loaded behind a child's back: whatever it needs for any sound file, it has before it gives up opening (decision 296)."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from adapters.bank import plain_of, read_bank_file
from adapters.bank.mt940 import read_mt940
from adapters.bank.xml import read_xml
from adapters.confinement import BANK, asking
from adapters.files.child import _answer as look_at
from adapters.files.desk import Desk
from adapters.papers import set_paper
from adapters.pictures import draw_anew
from adapters.sheets import read_sheet, write_workbook
from adapters.sheets.text import CODECS
from tests.adapters import hostile
from tests.printed import text_of
from trade.files.rules import FileKind

FILES = Path(__file__).with_name("bank_files")
LATE = 99
_CHILD = """
import os, sys
from adapters.confinement import closing
from adapters.{name} import child

def late(event, told):
    if event == "import" or event == "open" and not isinstance(told[0], int):  # a number is open already
        os._exit({late})

def close(keep, close=closing._close_all_but):
    close(keep)
    sys.addaudithook(late)
closing._close_all_but = close
{more}
child.main()
"""


def script(name: str, more: str = "") -> str:
    return _CHILD.format(name=name, late=LATE, more=more)


@pytest.fixture(autouse=True)
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every child ends at once where it opens or imports anything after it is closed."""
    monkeypatch.setattr(asking, "_command", lambda kind, *told: [sys.executable, "-c", script(kind.name), *told])


@pytest.fixture
def watched_desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **how)
    return written.getvalue()


def pictures() -> dict[str, bytes]:
    """Every kind that is taken, in the modes and with the notes that cameras and programs write."""
    plain = Image.effect_mandelbrot((60, 40), (-2, -1, 1, 1), 30)
    colours, notes = plain.convert("RGB"), Image.Exif()
    notes[0x010E], notes[0x0112] = "place", 6
    return {
        "jpeg": saved(colours, "JPEG", exif=notes, dpi=(300, 300)),
        "jpeg, grey": saved(plain, "JPEG", progressive=True),
        "jpeg, for print": saved(colours.convert("CMYK"), "JPEG"),
        "jpeg, several": saved(colours, "MPO", save_all=True, append_images=[colours]),
        "png": saved(colours, "PNG", exif=notes, dpi=(72, 72)),
        "png, palette": saved(colours.convert("P"), "PNG", transparency=3),
        "png, two colours": saved(plain.convert("1"), "PNG"),
        "png, deep": saved(plain.convert("I;16"), "PNG"),
        "png, glass": saved(plain.convert("LA"), "PNG"),
        "png, moving": saved(colours, "PNG", save_all=True, append_images=[plain.convert("RGB")]),
        "webp": saved(colours, "WEBP", exif=notes),
        "webp, moving": saved(colours.convert("RGBA"), "WEBP", save_all=True, append_images=[colours]),
        "avif": saved(colours, "AVIF", exif=notes),
    }


def test_what_loads_late_is_seen_by_these_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    for late in ("import wave", "open('/etc/passwd')"):
        more = f"def look(*_): {late}\nchild._answer = look"
        monkeypatch.setattr(asking, "_command", lambda kind, more=more: [sys.executable, "-c", script(kind.name, more)])
        with asking.started(BANK, b"a") as child:
            assert child.code() == LATE


def test_pictures_of_every_kind_and_mode_are_drawn() -> None:
    for name, content in pictures().items():
        assert len(draw_anew(content).files) == 6, name


def test_photos_of_every_kind_and_mode_are_looked_at(watched_desk: Desk) -> None:
    for name, content in pictures().items():
        answer = watched_desk.ask({"kind": "photo"}, content)
        assert answer is not None, name
        assert answer[0] == look_at(FileKind.PHOTO, content)[0], name
    paper = hostile.pdf(hostile.stream(b"BT ET"))
    assert watched_desk.ask({"kind": "document"}, paper) == ({"media_type": "application/pdf"}, paper)


@pytest.mark.parametrize("codec", CODECS)
def test_sheets_in_every_encoding_are_read(codec: str) -> None:
    text = "货号,名称\n00123,酱油\n" if codec != "big5" else "貨號,名稱\n00123,醬油\n"
    for said in ("", codec) if codec in {"gb18030", "big5", "utf-16"} else ("",):
        with read_sheet(text.encode(codec), encoding=said) as sheet:
            assert [row.cells for row in sheet.rows][1][0] == "00123"


def test_workbooks_are_read_whatever_their_parts_are_called() -> None:
    book = io.BytesIO(write_workbook("价目", ["Code"], [["=1"], [7]]))
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/media/a.bin", b"x")
    named = book.getvalue().replace(b"xl/media/a.bin", b"xl/media/\x81.bin")
    for content in (book.getvalue(), named):
        with read_sheet(content) as sheet:
            assert [row.cells for row in sheet.rows] == [["Code"], ["=1"], ["7"]]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "gb18030", "big5", "iso-8859-15", "windows-1252", "koi8-r"])
def test_banks_files_are_read_in_every_encoding_that_they_name(codec: str) -> None:
    content = (FILES / "camt053.v2.multi.statement.xml").read_text("utf-8-sig").replace("UTF-8", codec)
    sent = content.encode(codec, "xmlcharrefreplace")
    assert plain_of(read_bank_file(sent)) == plain_of(read_xml(sent))


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.glob("*.sta")))
def test_banks_older_files_are_read(name: str) -> None:
    for codec in ("utf-8-sig", "gb18030", "latin-1"):
        content = (FILES / name).read_bytes().decode("latin-1").encode(codec, "replace")
        reading = read_bank_file(content)
        assert reading.statements
    assert plain_of(reading) == plain_of(read_mt940(content.decode("latin-1")))


def test_papers_are_set_in_every_font_and_width() -> None:
    for width in ("a4", "80mm"):
        sheet = {
            "lang": "zh", "width": width, "title": "喆堃鑫 䶮 Łódź ₦", "lead": ["a"], "parties": [["a", ["b"]]],
            "facts": [["a", "b"]], "tables": [], "notes": ["c"], "foot": "d",
        }  # fmt: skip
        assert "䶮" in text_of(set_paper(sheet))
