"""Reads the text of a PDF that Typst wrote: the glyphs of each page through the fonts' own tables back to characters."""

from __future__ import annotations

import re
import zlib

BOX = "\N{WHITE SQUARE}"
"""Stands for a glyph that its font has not."""
_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PLAIN_PART = rb"\\.|[^\\()]"
_TEXT = (
    rb"<[0-9A-Fa-f]*>|\((?:" + _PLAIN_PART + rb"|\((?:" + _PLAIN_PART + rb")*\))*\)"
)  # a pair of brackets may stand bare
_SHOWN = re.compile(rb"\[((?:" + _TEXT + rb"|[^\]<(])*)\]\s*TJ|(" + _TEXT + rb")\s*Tj", re.DOTALL)
_FONT = re.compile(rb"/([A-Za-z]+\d+) (\d+) 0 R")
_TABLE = re.compile(rb"/ToUnicode (\d+) 0 R")
_CHOSEN = re.compile(rb"/([A-Za-z]+\d+) [\d.]+ Tf")
_PIECE = re.compile(_TEXT, re.DOTALL)
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(content: bytes) -> str:
    """Return all text of the file, runs divided by spaces."""
    assert content.startswith(b"%PDF-")
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    streams = {number: found for number, body in objects.items() if (found := _unpacked(body)) is not None}
    fonts = _fonts(objects, streams)
    pages = [found for found in streams.values() if b" Tf" in found and b"BT" in found]
    return " ".join(_page(page, fonts) for page in pages)


def _fonts(objects: dict[int, bytes], streams: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    """What the glyphs of each font stand for, by the name that pages call it by."""
    named: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        for name, number in _FONT.findall(body):
            table = _TABLE.search(objects.get(int(number), b""))
            if table is not None:
                named[name] = _characters(streams[int(table.group(1))])
    return named


def _unpacked(body: bytes) -> bytes | None:
    found = _STREAM.search(body)
    if found is None:
        return None
    # One in 256 streams ends with what looks like a part of the line's end, and comes without its last byte.
    try:
        return zlib.decompressobj().decompress(found.group(1)) if b"FlateDecode" in body else found.group(1)
    except zlib.error:
        return None


def _characters(table: bytes) -> dict[int, str]:
    """Read what each glyph of a font stands for."""
    found = {}
    for kind, body in _BLOCK.findall(table):
        codes = _HEX.findall(body)
        step = 2 if kind == b"char" else 3
        for n in range(0, len(codes) - step + 1, step):
            first, last, said = (
                int(codes[n], 16),
                int(codes[n + step - 2], 16),
                bytes.fromhex(codes[n + step - 1].decode()),
            )
            for glyph in range(first, last + 1):
                text = said.decode("utf-16-be")
                found[glyph] = text[:-1] + chr(ord(text[-1]) + glyph - first)
    return found


def _page(page: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    """The page's runs. A glyph that stands for nothing is none that a font has: it would be drawn as an empty box."""
    runs, (before, *chosen) = [], _CHOSEN.split(page)
    for name, shown in zip(chosen[::2], chosen[1::2], strict=True):
        for several, one in _SHOWN.findall(shown):
            codes = b"".join(_bytes(piece) for piece in _PIECE.findall(several or one))
            glyphs = [int.from_bytes(codes[n : n + 2]) for n in range(0, len(codes), 2)]
            runs.append("".join(fonts[name].get(glyph, "") if glyph else BOX for glyph in glyphs))
    assert not _SHOWN.search(before)
    return " ".join(runs)


def _bytes(piece: bytes) -> bytes:
    if piece.startswith(b"<"):
        return bytes.fromhex(piece[1:-1].decode())

    def plain(match: re.Match[bytes]) -> bytes:
        said = match.group(1)
        return bytes([int(said, 8)]) if said.isdigit() else _PLAIN.get(said, said)

    return _ESCAPE.sub(plain, piece[1:-1])
