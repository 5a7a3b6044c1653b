"""How parent and child talk: a head of JSON and a body of bytes, each behind its length."""

from __future__ import annotations

import json
import struct
from typing import IO, Any, Final

_LENGTHS: Final = struct.Struct(">IQ")
HEAD_MAX: Final = 64 * 1024


def write_frame(pipe: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Say something."""
    told = json.dumps(head).encode()
    pipe.write(_LENGTHS.pack(len(told), len(body)) + told + body)
    pipe.flush()


def read_frame(pipe: IO[bytes], body_max: int) -> tuple[dict[str, Any], bytes] | None:
    """Hear something; ``None`` where nothing, or only half of it, or too much is said."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    if head_length > HEAD_MAX or body_length > body_max:
        return None
    told, body = pipe.read(head_length), pipe.read(body_length)
    if len(told) < head_length or len(body) < body_length:
        return None
    head: dict[str, Any] = json.loads(told)
    return head, body
