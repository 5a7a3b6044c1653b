"""A bank's server for files, over a folder: cut, slow, full or nosy at the moment that a test names.

``python -m tests.adapters.sftp_server FOLDER`` serves in a process of its own, and says its port and its key.
"""

from __future__ import annotations

import asyncio
import errno
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh

from adapters.sftp.address import SftpAddress

USER, PASSWORD = "pinhuo", "let me in"


@dataclass
class Faults:
    """What goes wrong next, by the name of the request (``write``, ``rename`` …): before it is done, or after."""

    before: dict[str, list[str]] = field(default_factory=dict)
    after: dict[str, list[str]] = field(default_factory=dict)
    happened: list[str] = field(default_factory=list)
    taken: Callable[[], object] = lambda: None

    def plan(self, when: str, request: str, what: str) -> None:
        """Let it happen once."""
        (self.before if when == "before" else self.after).setdefault(request, []).append(what)

    def clear(self) -> None:
        """Let nothing more happen."""
        self.before.clear()
        self.after.clear()


class Server(asyncssh.SFTPServer):
    """The library's own server, that stumbles."""

    faults: Faults

    def __init__(self, chan: asyncssh.SSHServerChannel[bytes], faults: Faults, root: Path) -> None:
        super().__init__(chan, chroot=os.fsencode(root))
        self.faults = faults

    async def _stumble(self, planned: dict[str, list[str]], request: str) -> None:
        if not planned.get(request):
            return
        what = planned[request].pop(0)
        self.faults.happened.append(f"{what} {request}")
        if what == "cut":
            self.channel.get_connection().abort()
            await asyncio.sleep(60)
        elif what == "slow":
            await asyncio.sleep(60)
        elif what == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        elif what == "taken":
            await asyncio.to_thread(self.faults.taken)

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        await self._stumble(self.faults.before, "write")
        half = data[: len(data) // 2] if self.faults.after.get("write") else data
        done = super().write(file_obj, offset, half)
        await self._stumble(self.faults.after, "write")
        return done  # type: ignore[return-value]

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        await self._stumble(self.faults.before, "rename")
        super().rename(oldpath, newpath)
        await self._stumble(self.faults.after, "rename")

    async def stat(self, path: bytes) -> object:  # type: ignore[override]
        await self._stumble(self.faults.before, "stat")
        return super().stat(path)

    async def remove(self, path: bytes) -> None:
        await self._stumble(self.faults.before, "remove")
        super().remove(path)


class Door(asyncssh.SSHServer):
    """Lets one user in, by a password or a key."""

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@dataclass
class SftpBank:
    """The server as a test has it."""

    root: Path
    port: int
    key: str
    faults: Faults = field(default_factory=Faults)

    def address(self, **other: object) -> SftpAddress:
        told: dict[str, object] = {
            "host_keys": (self.key,), "key": "", "folders": ("/out", "/in"), "seconds": 5, "url": self.url,
        }  # fmt: skip
        return SftpAddress.of(**{**told, **other})  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        return f"sftp://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{self.port}"


async def _listen(root: Path, faults: Faults, authorized: str | None) -> tuple[asyncssh.SSHAcceptor, str]:
    for name in ("out", "in"):
        (root / name).mkdir(parents=True, exist_ok=True)
    key = asyncssh.generate_private_key("ssh-ed25519")
    server = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=Door,
        server_host_keys=[key],
        authorized_client_keys=authorized,
        sftp_factory=lambda chan: Server(chan, faults, root),
        login_timeout=30,
    )
    return server, key.export_public_key().decode().strip()


@contextmanager
def serving(root: Path, authorized: str | None = None) -> Iterator[SftpBank]:
    """Serve a folder from a thread of this process."""
    loop, faults = asyncio.new_event_loop(), Faults()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server, key = asyncio.run_coroutine_threadsafe(_listen(root, faults, authorized), loop).result(20)
    try:
        yield SftpBank(root, server.get_port(), key, faults)
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(server: asyncssh.SSHAcceptor) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _serve(root: Path) -> None:
    server, key = await _listen(root, Faults(), None)
    print(server.get_port(), key, flush=True)
    await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
