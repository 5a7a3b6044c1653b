"""Compile `requirements*.in` into hashed `requirements*.txt`: `python -m commands.lock [--upgrade]`."""

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}
# A lock names packages and hashes. Where this machine got them from is nobody's business.
FOREIGN = re.compile(r"^\s*--(?!hash=)|://", re.MULTILINE)


def main() -> int:
    """Compile both; the second is bound by the first."""
    for source, lock in LOCKS.items():
        if code := compile_lock(source, lock, sys.argv[1:]):
            return code
    return 0


def compile_lock(source: str, lock: str, options: list[str]) -> int:
    """Let uv solve it for every platform and every Python from 3.11 up."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--annotation-style", "line", *options, source, "-o", lock]
    done = subprocess.run(command, check=False, cwd=PROJECT)
    if done.returncode:
        return done.returncode
    path = PROJECT / lock
    text = f"# Compiled by `make lock` from {source}: edit that one.\n{path.read_text()}"
    path.write_text(text)
    if FOREIGN.search(text):
        print(f"{lock} names a place on this machine or a package index; it must not.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
