"""Everything that is checked without running the application: `python -m commands.check`."""

import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PROGRAMS = Path(sys.executable).parent

CHECKS = {
    "style": ["ruff", "check", "--quiet", "."],
    "form": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "."],
    "architecture": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "translations": ["python", "-m", "commands.translations", "check"],
}


def main() -> int:
    """Run every check, also after one has failed, and show the words of those that failed."""
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    if failed:
        print(f"\nTo mend: {', '.join(failed)}. `make format` mends what a machine can.", flush=True)
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    """Run one check and print one line, and all of its output if it failed."""
    began = time.monotonic()
    done = subprocess.run(
        [str(PROGRAMS / command[0]), *command[1:]],
        check=False,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<13} {verdict:<6} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout.strip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
