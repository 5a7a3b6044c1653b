"""Others' pages while hostile files come in: the list of goods with uploads beside it, against the same list in peace."""

from __future__ import annotations

import io
import itertools
import random
import statistics
import struct
import threading
import time
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from bench.browser import Browser
from bench.market import Market, buyers
from bench.pages import LIST
from bench.results import Result, slower_is_worse
from bench.serving import serving

SENDERS = 4
OPENINGS = 300
ROUNDS = 3
EDGE = b"pinhuo-bench-edge"


def run(market: Market) -> Iterator[Result]:
    """Open the list in turns, in peace and with four people sending hostile photos as fast as they are answered."""
    reader, *senders = buyers(market, [market.sku_ids[:1]] * (SENDERS + 1))
    with serving(market, "app:create_app()") as (port, _):
        page = Browser(port, *market.cookies(reader))
        crowd = [Browser(port, *market.cookies(sender)) for sender in senders]
        _opened(page, 20)
        calm, pressed, sent = [], [], [0]
        for _ in range(ROUNDS):
            calm += _opened(page, OPENINGS // ROUNDS)
            with _sending(crowd, sent):
                pressed += _opened(page, OPENINGS // ROUNDS)
    note = (
        f"p95 of {OPENINGS} openings while {sent[0]} files were refused; medians {statistics.median(calm):.1f} and "
        f"{statistics.median(pressed):.1f} ms. The reference is the same in peace"
    )
    yield slower_is_worse("hostile_uploads", _p95(pressed), _p95(calm), "ms", note)


@contextmanager
def _sending(crowd: list[Browser], sent: list[int]) -> Iterator[None]:
    """Have everybody of ``crowd`` send until it is over, and count."""
    over = threading.Event()

    def send(browser: Browser) -> None:
        for content in itertools.cycle(_files()):
            if over.is_set():
                return
            status = _upload(browser, content)
            if status not in (413, 422, 429):
                raise RuntimeError(f"a hostile file was answered {status}")
            sent[0] += status == 422
            if status == 429:  # who sends too many waits, as anybody does
                return

    threads = [threading.Thread(target=send, args=(browser,)) for browser in crowd]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _opened(page: Browser, times: int) -> list[float]:
    """Milliseconds of each opening."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        status, _ = page.get(f"/{LIST}")
        taken.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise RuntimeError(f"answered {status}")
    return taken


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _files() -> list[bytes]:
    """A picture of more pixels than memory, one that is cut off in the middle of much work, and a page dressed as one."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    flood = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(10**6), 9))
        + _chunk(b"IEND", b"")
    )
    noise = Image.frombytes("RGB", (2_000, 1_500), random.Random(7).randbytes(2_000 * 1_500 * 3))
    made = io.BytesIO()
    noise.save(made, "PNG")
    return [flood, made.getvalue()[: made.tell() // 2], b"\xff\xd8\xff\xe0\0\x10JFIF\0<script>alert(1)</script>"]


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _upload(browser: Browser, content: bytes) -> int:
    """Send a photo as the page's script does; answer the status."""
    fields = {"csrf_token": browser.csrf, "idempotency_key": str(uuid.uuid4())}
    parts = [
        f'--{EDGE.decode()}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    file = (
        b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\n' + content + b"\r\n"
    )
    headers = {**browser.headers, "Content-Type": f"multipart/form-data; boundary={EDGE.decode()}"}
    browser.connection.request(
        "POST", "/files/photos", body=b"".join([*parts, file, b"--" + EDGE + b"--\r\n"]), headers=headers
    )
    response = browser.connection.getresponse()
    response.read()
    return response.status
