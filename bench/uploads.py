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
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from bench.browser import Browser
from bench.market import Market, buyers
from bench.pages import LIST
from bench.results import Result, slower_is_worse
from bench.serving import serving

SENDERS = 4
EVERY = 1.0
"""Seconds from one file of a sender to the next, at least: who answers sooner is not sent more."""
ROUNDS = 5
SECONDS = 4.0
"""Of each round, in peace and with senders."""
EDGE = b"pinhuo-bench-edge"


def run(market: Market) -> Iterator[Result]:
    """Open the list in turns, in peace and with four people who each send a hostile photo a second."""
    reader, *senders = buyers(market, [market.sku_ids[:1]] * (SENDERS + 1))
    with serving(market, "app:create_app()") as (port, _):
        page = Browser(port, *market.cookies(reader))
        crowd = [Browser(port, *market.cookies(sender)) for sender in senders]
        calm, pressed, sent = [], [], Counter[int]()
        with _sending(crowd, sent):  # whatever the first file starts is started
            _opened(page)
        sent.clear()
        for _ in range(ROUNDS):
            calm += _opened(page)
            with _sending(crowd, sent):
                pressed += _opened(page)
    note = (
        f"p95 of {len(pressed)} openings while {sent[422]} files were refused and {sent[503]} asked to wait; medians {statistics.median(calm):.1f} and "
        f"{statistics.median(pressed):.1f} ms. The reference is the same in peace"
    )
    yield slower_is_worse("hostile_uploads", _p95(pressed), _p95(calm), "ms", note)


@contextmanager
def _sending(crowd: list[Browser], sent: Counter[int]) -> Iterator[None]:
    """Have everybody of ``crowd`` send until it is over, and count."""
    over = threading.Event()
    files = _files()

    def send(browser: Browser) -> None:
        due = time.monotonic()
        for content in itertools.cycle(files):
            if over.wait(max(0.0, due - time.monotonic())):
                return
            due = max(due, time.monotonic()) + EVERY
            status = _upload(browser, content)
            if status not in (422, 503):
                raise RuntimeError(f"a hostile file was answered {status}")
            sent[status] += 1

    threads = [threading.Thread(target=send, args=(browser,)) for browser in crowd]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _opened(page: Browser) -> list[float]:
    """Milliseconds of each opening in a round."""
    taken = []
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
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
