"""The engines that spread pieces of work: this machine's processes, Dask, Ray. All give the same results."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Made = TypeVar("Made")


def on_processes(function: Callable[[Piece], Made], pieces: Sequence[Piece], processes: int) -> list[Made]:
    """Work through the pieces here; with more than one process, in forked children that need not import anything."""
    if processes <= 1 or len(pieces) <= 1:
        return [function(piece) for piece in pieces]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(processes, len(pieces)), mp_context=context) as pool:
        return list(pool.map(function, pieces))
