"""A PDF is kept as it came, so it may hold nothing that acts: no script, no program, no file inside, nothing behind its end."""

from __future__ import annotations

import re
import zlib
from typing import Final

from adapters.files.faults import Refused
from trade.files.rules import FileFault

UNPACKED_MAX: Final = 16 * 1024 * 1024
STREAMS_MAX: Final = 20_000
_NAME: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTS: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE|OpenAction\s*<<|AA\s*<<)(?![A-Za-z])"
)
_ENCRYPTED: Final = re.compile(rb"/Encrypt(?![A-Za-z])")
_STREAM: Final = re.compile(rb"stream\r?\n")
_AFTER: Final = re.compile(rb"[\s\0]*\Z")
_FOREIGN: Final = (b"PK\x05\x06", b"PK\x03\x04", b"<script", b"<html", b"<svg", b"<!doctype", b"MZ\x90\0")


def sound_document(content: bytes) -> bytes:
    """Return the document. Raises ``Refused``."""
    end = content.rfind(b"%%EOF")
    if end < 0 or b"obj" not in content or not re.match(rb"%PDF-[12]\.\d", content):
        raise Refused(FileFault.BROKEN)
    if not _AFTER.match(content, end + 5):
        raise Refused(FileFault.ACTIVE)
    _refuse_foreign(content)
    if _ENCRYPTED.search(_unescaped(content)):
        raise Refused(FileFault.LOCKED)
    _refuse_acting(content)
    left = UNPACKED_MAX
    for count, stream in enumerate(_STREAM.finditer(content)):
        if count > STREAMS_MAX:
            raise Refused(FileFault.TOO_HEAVY)
        left -= _look_into(content, stream.end(), left)
    return content


def _look_into(content: bytes, start: int, left: int) -> int:
    """Unpack a stream and look at it; returns to how many bytes. What is packed in another way is no text."""
    unpacker = zlib.decompressobj()
    end = content.find(b"endstream", start)
    try:
        body = unpacker.decompress(content[start : end if end > 0 else len(content)], left)
    except zlib.error:
        return 0
    if unpacker.unconsumed_tail:
        raise Refused(FileFault.TOO_HEAVY)
    _refuse_acting(body)
    return len(body)


def _refuse_foreign(content: bytes) -> None:
    """Refuse what other programs would take for a page, an archive or a program."""
    head = content[:1024].lower()
    if any(sign.lower() in head for sign in _FOREIGN) or b"PK\x05\x06" in content[-66_000:]:
        raise Refused(FileFault.ACTIVE)


def _refuse_acting(text: bytes) -> None:
    if _ACTS.search(text) or (b"#" in text and _ACTS.search(_unescaped(text))):
        raise Refused(FileFault.ACTIVE)


def _unescaped(text: bytes) -> bytes:
    """Write names plainly: ``/J#61vaScript`` is ``/JavaScript``."""
    return _NAME.sub(lambda found: bytes([int(found[1], 16)]), text)
