"""Where everything of an embedded server lies inside the var directory."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["postgres", "valkey"]
# The kernel takes 107 bytes for a socket's address; PostgreSQL adds its file name to the folder.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")


@dataclass(frozen=True)
class Places:
    """The paths of one server below one var directory (absolute)."""

    var: Path
    kind: Kind

    @property
    def room(self) -> Path:
        """Locks, state, passwords and logs: readable by the owner alone."""
        return self.var / "servers" / self.kind

    @property
    def in_use(self) -> Path:
        """Locked, shared, by everybody who uses the server."""
        return self.room / "in-use"

    @property
    def starting(self) -> Path:
        """Locked while somebody looks whether a guardian is there, and starts one."""
        return self.room / "starting"

    @property
    def guarded(self) -> Path:
        """Locked as long as a guardian lives."""
        return self.room / "guarded"

    @property
    def state(self) -> Path:
        """Addresses and process ids, as long as the server is ready."""
        return self.room / "state.json"

    @property
    def passwords(self) -> Path:
        """The roles' random passwords, made once."""
        return self.room / "passwords.json"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.room / "server.log"

    @property
    def guardian_log(self) -> Path:
        """What the guardian says: usually nothing."""
        return self.room / "guardian.log"

    @property
    def files(self) -> Path:
        """What the server stores."""
        return self.var / self.kind

    @property
    def sockets(self) -> Path:
        """Where the server listens: no port can then be taken by somebody else."""
        near = self.var / "sockets"
        if len(str(near).encode()) <= LONGEST_SOCKET_FOLDER:
            return near
        name = hashlib.sha256(str(self.var).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"pinhuo-{name}"
