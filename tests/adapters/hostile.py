"""Files that mean harm, by name: made here, seeded, none of them large on disk."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0", "webp": b"RIFF\xff\xff\0\0WEBPVP8 ", "gif": b"GIF89a",
         "bmp": b"BM", "tiff": b"II*\0", "pdf": b"%PDF-1.7\n", "zip": b"PK\x03\x04", "gzip": b"\x1f\x8b\x08", "rar": b"Rar!\x1a\x07",
         "7z": b"7z\xbc\xaf\x27\x1c", "exe": b"MZ\x90\0", "elf": b"\x7fELF", "class": b"\xca\xfe\xba\xbe", "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
         "psd": b"8BPS", "ico": b"\0\0\1\0", "avif": b"\0\0\0 ftypavif", "heic": b"\0\0\0 ftypheic", "swf": b"FWS", "wasm": b"\0asm"}  # fmt: skip
MARKUP = (
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "<svg><script>alert(1)</script></svg>",
    "<svg xmlns:xlink='http://www.w3.org/1999/xlink'><image xlink:href='http://127.0.0.1/'/></svg>",
    "<svg><foreignObject><iframe src='javascript:alert(1)'/></foreignObject></svg>", "<html><script>alert(1)</script>",
    "<!doctype html><img src=x onerror=alert(1)>", "<?xml version='1.0'?><x/>", "<?php system($_GET[0]); ?>", "#!/bin/sh\nrm -rf /\n",
    "javascript:alert(1)", "<%eval request(1)%>", "{{7*7}}", "=cmd|' /C calc'!A0,1\n", "GIF89a/*<script>*/=alert(1)//", "\0\0\0\0", " ", "\ufeff",
)  # fmt: skip


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int, height: int, depth: int = 8, colour: int = 2, body: bytes = b"\0" * 1_000_000, *more: bytes
) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        MAGIC["png"]
        + chunk(b"IHDR", head)
        + b"".join(more)
        + chunk(b"IDAT", zlib.compress(body, 9))
        + chunk(b"IEND", b"")
    )


def photo(kind: str = "JPEG", width: int = 64, height: int = 48, **how: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, kind, **how)
    return out.getvalue()


def archive(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return out.getvalue()


def floods() -> Iterator[tuple[str, bytes]]:
    """Heads that promise more pixels than a machine has memory for."""
    for width, height in (
        (13_000, 13_000),
        (30_000, 30_000),
        (2**31 - 1, 1),
        (1, 2**31 - 1),
        (65_535, 65_535),
        (0, 0),
        (2**32 - 1, 2**32 - 1),
    ):
        for depth, colour in ((8, 2), (16, 6), (1, 0)):
            yield f"png {width}x{height} depth {depth} colour {colour}", png(width, height, depth, colour)
    jpeg = photo()
    at = jpeg.index(b"\xff\xc0")
    for width, height in ((65_535, 65_535), (65_500, 1_000), (0, 0), (1, 65_535), (60_000, 2_000)):
        yield f"jpeg {width}x{height}", jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]
    yield (
        "png text bomb",
        png(10, 10, 8, 2, b"\0" * 310, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 12_000_000, 9))),
    )
    yield (
        "png profile bomb",
        png(10, 10, 8, 2, b"\0" * 310, chunk(b"iCCP", b"a\0\0" + zlib.compress(b"x" * 12_000_000, 9))),
    )
    yield "png of many chunks", png(10, 10, 8, 2, b"\0" * 310, *[chunk(b"tEXt", b"k\0v")] * 50_000)
    yield "png body bomb", png(10, 10, 8, 2, b"\0" * 12_000_000)


def truncated(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        whole = photo(kind)
        for share in (1, 3, 10, 25, 50, 70):
            yield f"{kind} cut at {share} %", whole[: max(len(whole) * share // 100, 1)]
        for number in range(12):
            broken = bytearray(whole)
            for _ in range(len(broken) // 4 + 8):
                broken[rng.randrange(len(broken))] = rng.randrange(256)
            yield f"{kind} scrambled {number}", bytes(broken)


def pdf(body: bytes, *, tail: bytes = b"", head: bytes = b"%PDF-1.7\n") -> bytes:
    return head + b"1 0 obj\n<< /Type /Catalog " + body + b" >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n" + tail


def stream(body: bytes) -> bytes:
    return (
        b"/L 1 >>\nendobj\n2 0 obj\n<< /Filter /FlateDecode >>\nstream\n"
        + zlib.compress(body, 9)
        + b"\nendstream\nendobj\n3 0 obj\n<<"
    )


ACTS = (
    b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", b"/AA << /O 2 0 R >>", b"/Names << /JavaScript 2 0 R >>", b"/S /Launch /F (cmd.exe)",
    b"/Names << /EmbeddedFiles 2 0 R >>", b"/Type /EmbeddedFile", b"/AcroForm << /XFA 2 0 R >>", b"/S /SubmitForm /F (http://127.0.0.1/)",
    b"/S /ImportData", b"/S /GoToR /F (\\\\host\\share)", b"/S /GoToE", b"/Subtype /RichMedia", b"/S /J#61vaScript /JS 2 0 R",
    b"/S /#4Aava#53cript", b"/L#61unch", b"/J#53 (x)", b"/XF#41 2 0 R", b"/Encrypt 5 0 R", b"/#45ncrypt 5 0 R",
)  # fmt: skip


def documents() -> Iterator[tuple[str, bytes]]:
    for number, act in enumerate(ACTS):
        yield f"pdf that acts {number}", pdf(act)
        yield (
            f"pdf that hides an act {number}",
            pdf(stream(act + b" ")) if b"ncrypt" not in act else pdf(act + b" /X 1"),
        )
    yield "pdf that unpacks to much", pdf(stream(b"0" * 18_000_000))
    yield "pdf of many bombs", pdf(b"".join([stream(b"0" * 4_000_000)] * 6))
    yield "pdf of many streams", pdf(b"stream\nx\nendstream\n" * 30_000)
    for name, tail in (
        ("archive", archive(("a", b"x"))),
        ("program", b"MZ\x90\0"),
        ("page", b"<script>alert(1)</script>"),
        ("photo", photo()),
    ):
        yield f"pdf with an {name} behind", pdf(b"", tail=tail)
    for name, head in (("page", b"<html>"), ("program", b"MZ\x90\0"), ("photo", photo()[:20]), ("nothing", b"\0\n")):
        yield f"pdf with a {name} before", pdf(b"", head=head + b"%PDF-1.7\n")
    yield "pdf with a page inside its head", pdf(b"", head=b"%PDF-1.7\n%<script>alert(1)</script>\n")
    yield "pdf and archive", pdf(b"/X (" + archive(("evil", b"x")) + b")")
    yield "pdf without end", pdf(b"")[:-8]
    yield "pdf of another version", pdf(b"", head=b"%PDF-9.9\n")
    yield "pdf of one line", b"%PDF-1.7"


def markups() -> Iterator[tuple[str, bytes]]:
    for number, text in enumerate(MARKUP):
        for codec in ("utf-8", "utf-16"):
            yield f"markup {number} in {codec}", text.encode(codec)


def polyglots() -> Iterator[tuple[str, bytes]]:
    for name, magic in MAGIC.items():
        yield f"head of {name} and nothing", magic
        yield f"head of {name} and noise", magic + random.Random(7).randbytes(4_000)
    for name in ("gif", "bmp", "zip", "exe", "pdf"):
        yield f"{name} with a photo behind", MAGIC[name] + photo()
    nested = b"x" * 1000
    for _ in range(20):
        nested = archive(("a.zip", nested))
    yield "archive in archive", nested
    yield "archive bomb", archive(("a", b"\0" * 10_000_000))
    yield "archive of paths", archive(("../../etc/passwd", b"x"), ("/etc/passwd", b"x"), ("C:\\x", b"x"))
    yield "archive of many", archive(*((str(number), b"") for number in range(5_000)))


def laughs(depth: int = 10) -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><x>&l{depth - 1};</x>'.encode()


XXE = tuple(
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY {entity}>]><x>&e;</x>'.encode()
    for entity in ('e SYSTEM "file:///etc/passwd"', 'e SYSTEM "http://127.0.0.1:1/"', 'e PUBLIC "a" "file:///dev/zero"',
                   '% p SYSTEM "http://127.0.0.1:1/"> %p; <!ENTITY e "x"', 'e SYSTEM "/dev/urandom"')
)  # fmt: skip
XMLS = (laughs(), laughs(30), b'<!DOCTYPE x [<!ENTITY a "' + b"A" * 100_000 + b'">]><x>' + b"&a;" * 100_000 + b"</x>",
        b"<x>" * 100_000, b"<x " + b" ".join(b'a%d=""' % n for n in range(50_000)) + b"/>", *XXE)  # fmt: skip


def sheets() -> Iterator[tuple[str, bytes]]:
    """Workbooks: rows and columns without end, entities, bombs."""

    def book(sheet: bytes, **parts: bytes) -> bytes:
        return archive(("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", sheet), *parts.items())

    yield (
        "a million rows",
        book(b'<worksheet><sheetData><row r="1048576"><c r="A1048576"/></row></sheetData></worksheet>'),
    )
    yield (
        "sixteen thousand columns",
        book(b'<worksheet><sheetData><row r="1"><c r="XFD1"/></row></sheetData></worksheet>'),
    )
    yield "rows that unpack to much", book(b"<row/>" * 1_000_000)
    for number, xml in enumerate(XMLS):
        yield f"sheet of entities {number}", book(xml)
    yield "shared strings bomb", book(b"<x/>", **{"xl/sharedStrings.xml": b" " * 10_000_000})
    yield "many parts", book(b"<x/>", **{f"p{number}": b"" for number in range(3_000)})


def for_the_door() -> list[tuple[str, bytes]]:
    """Everything that is sent as a photo or a paper."""
    found = [*floods(), *truncated(random.Random(20_261_126)), *documents(), *markups(), *polyglots(), *sheets()]
    return [*found, *((f"xml {number}", xml) for number, xml in enumerate(XMLS))]
