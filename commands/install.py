"""Make `.venv` hold exactly the locked requirements: `python3 commands/install.py FILE…`.

Runs on any Python 3.11 without a single package. A stamp with the hash of the files makes a second run free.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
OLDEST = (3, 11)


def main(names: list[str]) -> int:
    """Install the files unless the stamp says that they are installed."""
    if sys.version_info < OLDEST:
        print(f"Pinhuo needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.", file=sys.stderr)
        print("Name another with: make run PYTHON=python3.12", file=sys.stderr)
        return 1
    with (PROJECT / names[0]).open() as guarded:
        fcntl.flock(guarded, fcntl.LOCK_EX)  # two at once would spoil the environment for each other
        return install(names)


def install(names: list[str]) -> int:
    """Do the work, if there is any."""
    if is_elsewhere():
        shutil.rmtree(VENV)
    if is_installed(names):
        return 0
    began = time.monotonic()
    print(f"Installing {' and '.join(names)} into .venv …", flush=True)
    if not python().exists() and make_environment():
        return 1
    if not any(subprocess.run(way, check=False, cwd=PROJECT).returncode == 0 for way in installers(names)):
        print("The requirements could not be installed; the lines above say why.", file=sys.stderr)
        print("(On Debian, pip comes with: apt-get install python3-venv)", file=sys.stderr)
        return 1
    stamp(names[-1]).write_text(fingerprint(names))
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)
    return 0


def is_installed(names: list[str]) -> bool:
    """Compare the stamp of the last file with what all of them hold now."""
    found = stamp(names[-1])
    return python().exists() and found.exists() and found.read_text() == fingerprint(names)


def is_elsewhere() -> bool:
    """Notice an environment that was moved or copied here: its scripts name a Python that is not ours."""
    script = VENV / "bin" / "flask"
    return script.exists() and str(VENV) not in script.read_text(errors="replace").splitlines()[0]


def make_environment() -> int:
    """Make the virtual environment; Debian keeps pip for it in a package of its own, so do without if need be."""
    command = [sys.executable, "-m", "venv", str(VENV)]
    if find_spec("ensurepip") is None:
        command.append("--without-pip")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        print("No virtual environment could be made. On Debian: apt-get install python3-venv", file=sys.stderr)
    return done.returncode


def installers(names: list[str]) -> Iterator[list[str]]:
    """Try uv where it is at hand (a second where pip takes twenty), then pip, which knows this machine's own index."""
    files = [word for name in names for word in ("-r", name)]
    uv = shutil.which("uv")
    if uv is not None:
        yield [uv, "pip", "install", "--quiet", "--require-hashes", "--python", str(python()), *files]
    pip = [str(python()), "-m", "pip"]
    if not (VENV / "bin" / "pip").exists():
        pip = [sys.executable, "-m", "pip", "--python", str(python())]
    pip += ["install", "--quiet", "--disable-pip-version-check", "--no-input"]
    # Python compiles what is imported, when it is imported; compiling all of it first would double the time.
    pip.append("--no-compile")
    yield [*pip, "--require-hashes", "--no-deps", "--only-binary=:all:", *files]


def fingerprint(names: list[str]) -> str:
    """Hash the files and the Python they are installed for."""
    content = b"".join((PROJECT / name).read_bytes() for name in names)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def python() -> Path:
    """Return the environment's interpreter."""
    return VENV / "bin" / "python"


def stamp(name: str) -> Path:
    """Return the file that remembers what was installed."""
    return VENV / f".{name}.sha256"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
