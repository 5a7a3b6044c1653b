"""The engines that spread pieces of work: this machine's processes, Dask, Ray. All give the same results."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, Protocol

PROCESSES, DASK, RAY = "processes", "dask", "ray"


class Spread(Protocol):
    """Runs one function over pieces, and answers in their order."""

    def __call__(self, function: Callable[[Any], Any], pieces: Sequence[Any]) -> list[Any]:
        """Raise what the function raises."""


def spread_on(engine: str, processes: int, address: str = "") -> Spread:
    """The engine of a name. Dask and Ray are at an address; without one they begin workers on this machine."""
    if engine == DASK:
        return partial(on_dask, workers=processes, address=address)
    if engine == RAY:
        return partial(on_ray, workers=processes, address=address)
    return partial(on_processes, processes=processes)


def on_processes(function: Callable[[Any], Any], pieces: Sequence[Any], processes: int) -> list[Any]:
    """Work through the pieces here; with more than one process, in forked children that need not import anything."""
    if processes <= 1 or len(pieces) <= 1:
        return [function(piece) for piece in pieces]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(processes, len(pieces)), mp_context=context) as pool:
        return list(pool.map(function, pieces))


def on_dask(function: Callable[[Any], Any], pieces: Sequence[Any], workers: int, address: str) -> list[Any]:
    """Give each piece to a Dask worker."""
    import distributed  # noqa: PLC0415 - whoever does not use it need not have it

    library: Any = distributed
    if address:
        with library.Client(address) as client:
            return list(client.gather(client.map(function, pieces, pure=False)))
    local = library.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    with local as cluster, library.Client(cluster) as client:
        return list(client.gather(client.map(function, pieces, pure=False)))


def on_ray(function: Callable[[Any], Any], pieces: Sequence[Any], workers: int, address: str) -> list[Any]:
    """Give each piece to a Ray worker."""
    import ray  # noqa: PLC0415 - whoever does not use it need not have it

    ray.init(address=address or None, num_cpus=None if address else workers, include_dashboard=False)
    try:
        remote = ray.remote(_called)
        return list(ray.get([remote.remote(function, piece) for piece in pieces]))
    finally:
        ray.shutdown()


def _called(function: Callable[[Any], Any], piece: Any) -> Any:
    """Ray takes plain functions alone, and what it is given may be a partial one."""
    return function(piece)
