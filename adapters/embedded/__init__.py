"""A real PostgreSQL and a real Valkey from Python wheels, for a machine that has neither.

    with embedded.servers(Path("var")) as urls: ...   # for a block
    urls = embedded.attach(Path("var"))               # for the rest of this process

A server is shared by everybody who asks for the same directory and stops when the last of them is gone, however it
went: each user holds a shared file lock, which the kernel drops even after `kill -9`, and a guardian process for each
server (see `guardian.py`) waits for the exclusive one.
"""

from adapters.embedded.state import EmbeddedServersError, Urls
from adapters.embedded.use import attach, renew, servers

__all__ = ["EmbeddedServersError", "Urls", "attach", "renew", "servers"]
