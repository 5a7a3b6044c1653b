"""The way into a bank's server: its key is the one that was written down, or nothing is said to it.

The library is loaded here, when somebody goes in: 30 MB that only a job which talks to a bank has for a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from adapters.sftp.address import SftpAddress
from adapters.sftp.trouble import Trouble
from trade.payouts.ports import BankUnclear

if TYPE_CHECKING:
    from asyncssh import SFTPClient

T = TypeVar("T")


def go_in(address: SftpAddress, deed: Callable[[SFTPClient], Awaitable[T]], *, times: int = 1) -> T:
    """Do something at the server, within its seconds (or so many times them). Raises ``BankUnclear`` with a ``Trouble``.

    In a thread of its own: whoever calls may stand in a loop already, and a loop runs in none.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(lambda: asyncio.run(_within(address, deed, times))).result()


def bytes_of(read: bytes | str) -> bytes:
    """What was read of a file that was opened for its bytes; the library's types know no better."""
    assert isinstance(read, bytes)
    return read


async def _within(address: SftpAddress, deed: Callable[[SFTPClient], Awaitable[T]], times: int) -> T:
    import asyncssh  # noqa: PLC0415 - see above

    try:
        async with _opened(address, address.seconds * times) as client:
            return await deed(client)
    except asyncssh.HostKeyNotVerifiable as error:
        raise BankUnclear(Trouble.WRONG_KEY) from error
    except asyncssh.KeyExchangeFailed as error:
        raise BankUnclear(Trouble.NO_AGREEMENT) from error
    except asyncssh.PermissionDenied as error:
        raise BankUnclear(Trouble.NOT_LET_IN) from error
    except asyncssh.KeyImportError as error:
        raise BankUnclear(Trouble.KEY_FILE) from error
    except TimeoutError as error:
        raise BankUnclear(Trouble.SLOW) from error
    except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.DisconnectError) as error:
        raise BankUnclear(Trouble.CUT) from error
    except asyncssh.Error as error:
        raise BankUnclear(error.reason) from error
    except OSError as error:
        raise BankUnclear(Trouble.UNREACHABLE) from error


@asynccontextmanager
async def _opened(address: SftpAddress, seconds: int) -> AsyncIterator[SFTPClient]:
    """Open a connection that nothing on this machine but the settings has a word in; after so many seconds it is dropped.

    Dropping it ends whatever waits for an answer. Cancelling would not: closing a file waits for one more answer.
    """
    import asyncssh  # noqa: PLC0415

    trusted = [asyncssh.import_public_key(text) for text in address.host_keys]
    options: dict[str, Any] = {
        "known_hosts": (trusted, [], []),
        "username": address.user,
        "password": address.password or None,
        "client_keys": [address.key] if address.key else None,
        "config": None,
        "agent_path": None,
        "connect_timeout": address.seconds,
        "login_timeout": address.seconds,
    }
    async with asyncio.timeout(address.seconds):
        connection = await asyncssh.connect(address.host, address.port, **options)
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    timer = loop.call_at(end, connection.abort)
    try:
        yield await connection.start_sftp_client()
    except asyncssh.Error as error:
        if loop.time() >= end:
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        connection.abort()
