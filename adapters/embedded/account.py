"""Which system account the servers run as: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "pinhuo-servers"


@dataclass(frozen=True)
class Account:
    """A user and group that server processes take on, and that owns their data."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Say whether it is simply the account of this process."""
        return self.uid == os.geteuid()

    def give(self, folder: Path, mode: int = 0o700) -> None:
        """Create a folder, or take over an existing one, for the account."""
        folder.mkdir(mode=mode, exist_ok=True)
        found = folder.stat()
        if found.st_uid not in {self.uid, os.geteuid()}:
            raise PermissionError(f"{folder} belongs to another user.")
        if found.st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(mode)

    def open_the_way(self, folder: Path) -> None:
        """Let the account walk through (not list) the folders that lead to one of its own."""
        if self.is_ours:
            return
        for parent in folder.parents:
            found = parent.stat()
            if not found.st_mode & stat.S_IXOTH and found.st_uid != self.uid:
                parent.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)

    def let_run(self, program: Path) -> None:
        """Make sure that the account can run a program of a wheel, which a strict umask may have hidden from it."""
        if self.is_ours:
            return
        self.open_the_way(program)
        if not self._can_run(program):
            for path in (program.parents[1], *program.parents[1].rglob("*")):
                mode = stat.S_IMODE(path.stat().st_mode)
                path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if path.is_dir() or mode & stat.S_IXUSR else 0))

    def _can_run(self, program: Path) -> bool:
        """Try: its libraries count as well."""
        command = [str(program), "--version"]
        try:
            done = subprocess.run(
                command, check=False, capture_output=True, cwd="/", user=self.uid, group=self.gid, extra_groups=[]
            )
        except PermissionError:
            return False
        return done.returncode == 0


def account_for(folder: Path) -> Account:
    """Choose the account for the servers whose data is, or will be, in the folder."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if folder.exists() and (found := folder.stat()).st_uid != 0:
        return Account(found.st_uid, found.st_gid)
    entry = _system_user()
    return Account(entry.pw_uid, entry.pw_gid)


def _system_user() -> pwd.struct_passwd:
    """Find or make the system user; a machine without `useradd` has `nobody`."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is not None:
        # Two first starts may race for the name; whoever loses finds it made.
        command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=False, capture_output=True)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return pwd.getpwnam("nobody")
