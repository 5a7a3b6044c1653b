"""Start the embedded PostgreSQL and Valkey alone, print where they are, and keep them until Ctrl-C."""

import signal

from adapters import embedded
from settings import Settings


def main() -> None:
    """Print addresses that can be pasted into a shell."""
    wanted = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
    with embedded.servers(Settings.from_environment().var) as urls:
        print(f"DATABASE_URL='{urls.database}'")
        print(f"MIGRATION_DATABASE_URL='{urls.migration_database}'")
        print(f"REDIS_URL='{urls.redis}'", flush=True)
        signal.sigwait(wanted)


if __name__ == "__main__":
    main()
