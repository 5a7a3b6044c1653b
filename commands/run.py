"""`make run`: the servers, the tables, the demo market, then web, worker and cron under one supervisor."""

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from adapters import embedded
from adapters.embedded.process import dying_with_parent
from commands.children import Child, read_procfile
from commands.supervisor import Supervisor
from settings import Settings, SettingsError

PROJECT = Path(__file__).parents[1]
FLASK = Path(sys.executable).with_name("flask")


def main() -> int:
    """Run the market; every expected failure is one sentence."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--with-parent", action="store_true", help="stop when the starting process is gone")
    if parser.parse_args().with_parent:
        dying_with_parent(signal.SIGTERM, parent=os.getppid())()
    try:
        given = Settings.from_environment()
        refuse_taken_port(given)
        settings = given.resolve()
        settings.owner_url()
    except (SettingsError, embedded.EmbeddedServersError) as error:
        print(error, file=sys.stderr)
        return 1
    environment = environment_for(settings)
    if subprocess.run([str(FLASK), "setup"], check=False, cwd=PROJECT, env=environment).returncode:
        print("The database could not be set up; the lines above say why.", file=sys.stderr)
        return 1
    accounts = Announcement(settings, environment)
    children = children_of(settings, environment)

    def on_tick() -> None:
        embedded.renew()
        accounts.announce_when_ready()

    code = Supervisor(children, on_tick).run()
    print("Stopped.", flush=True)
    return code


def children_of(settings: Settings, environment: dict[str, str]) -> list[Child]:
    """Make one child per line of the Procfile, and as many workers as are wanted."""
    children = []
    for name, command in read_procfile(PROJECT / "Procfile").items():
        count = settings.workers if name == "worker" else 1
        names = [name] if count == 1 else [f"{name}.{number}" for number in range(1, count + 1)]
        children += [Child(each, command, environment) for each in names]
    return children


def environment_for(settings: Settings) -> dict[str, str]:
    """Hand the addresses to the children, so that only this process holds the servers."""
    return os.environ | {
        "FLASK_APP": "app",
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "MIGRATION_DATABASE_URL": settings.migration_database_url,
        "REDIS_URL": settings.redis_url,
    }


def refuse_taken_port(settings: Settings) -> None:
    """Say so before anything is started; gunicorn would only say it five times."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SettingsError(
                    f"Port {settings.port} is taken by another program. Choose another: PORT={settings.port + 1} make run"
                ) from None
            raise SettingsError(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from None


class Announcement:
    """The address and the demo accounts, printed once the first page can be had."""

    def __init__(self, settings: Settings, environment: dict[str, str]) -> None:
        """Begin to ask for the accounts while the web server starts."""
        self.address = settings.address
        host = "127.0.0.1" if settings.host in {"0.0.0.0", ""} else settings.host  # noqa: S104 - not bound here
        self.probe = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/readyz"
        self.began = time.monotonic()
        self.accounts: subprocess.Popen[str] | None = subprocess.Popen(
            [str(FLASK), "demo", "accounts"], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
        )

    def announce_when_ready(self) -> None:
        """Print once, as soon as the application answers."""
        if self.accounts is None or not self._answers():
            return
        words, _ = self.accounts.communicate()
        self.accounts = None
        parts = [f"Pinhuo is open at {self.address}", words.strip(), "Ctrl-C stops it."]
        print("\n" + "\n\n".join(filter(None, parts)) + "\n", flush=True)

    def _answers(self) -> bool:
        """Any answer will do: what does not work is the health page's to tell."""
        try:
            with urllib.request.urlopen(self.probe, timeout=2):  # noqa: S310 - an address of our own
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False


if __name__ == "__main__":
    sys.exit(main())
