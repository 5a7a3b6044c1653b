"""Both servers of a var directory, or one of them: for a block, or for the rest of the process."""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from adapters.embedded.lease import Lease
from adapters.embedded.places import Kind, Places
from adapters.embedded.state import Urls

_attached: dict[tuple[Path, Kind], Lease] = {}


@contextmanager
def servers(var: Path, *, fast: bool = False, postgres: bool = True, valkey: bool = True) -> Iterator[Urls]:
    """Use the servers for a block."""
    leases: list[Lease] = []
    try:
        # One by one, so that the first is given back when the second cannot be had.
        leases.extend(Lease.take(Places(var.resolve(), kind), fast=fast) for kind in _kinds(postgres, valkey))
        yield _urls(leases)
    finally:
        for lease in leases:
            lease.release()


def attach(var: Path, *, fast: bool = False, postgres: bool = True, valkey: bool = True) -> Urls:
    """Use the servers until this process ends, however it ends."""
    return _urls([_attach(Places(var.resolve(), kind), fast=fast) for kind in _kinds(postgres, valkey)])


def renew() -> None:
    """Start again what this process is attached to, where a guardian was killed; else do nothing."""
    for lease in _attached.values():
        lease.renew()


def _attach(places: Places, *, fast: bool) -> Lease:
    known = _attached.get((places.var, places.kind))
    if known is not None:
        return known
    lease = _attached[places.var, places.kind] = Lease.take(places, fast=fast)

    def leave() -> None:
        with suppress(OSError):
            lease.release()

    atexit.register(leave)
    return lease


def _kinds(postgres: bool, valkey: bool) -> list[Kind]:  # noqa: FBT001 - the two names say it
    wanted: list[Kind] = []
    if postgres:
        wanted.append("postgres")
    if valkey:
        wanted.append("valkey")
    return wanted


def _urls(leases: list[Lease]) -> Urls:
    found: dict[str, str] = {}
    for lease in leases:
        found |= lease.urls
    return Urls(**found)
