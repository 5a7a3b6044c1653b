"""The browser of the tests: found, or installed, or asked for in one sentence. `python -m commands.chromium`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# As root Chromium's sandbox cannot be had; the tests visit nothing but our own pages.
ARGUMENTS = ["--no-sandbox"] if os.geteuid() == 0 else []


class NoBrowserError(Exception):
    """There is no Chromium and none can be installed; the message says what to do."""


def executable() -> Path:
    """Return the Chromium to start: PINHUO_CHROMIUM, the system's, or Playwright's own."""
    if named := os.environ.get("PINHUO_CHROMIUM"):
        return Path(named)
    found = next(filter(None, map(shutil.which, NAMES)), None) or playwrights_own()
    if found is None:
        raise NoBrowserError(
            "The tests need Chromium and found none. Install it with `apt-get install chromium` or "
            "`.venv/bin/playwright install --with-deps chromium`, or name one in PINHUO_CHROMIUM."
        )
    return Path(found)


def playwrights_own() -> Path | None:
    """Return the browser that `playwright install` downloaded, if it did."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a second that is rarely needed

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def install() -> None:
    """Try Debian's package when that is allowed, then Playwright's download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the tests (apt-get install chromium) …", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=os.environ | quiet)
        packages = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        if subprocess.run(packages, check=False, env=os.environ | quiet, stdout=subprocess.DEVNULL).returncode == 0:
            return
    print("Installing Chromium for the tests (playwright install chromium) …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that there is one."""
    try:
        executable()
    except NoBrowserError:
        install()
        try:
            executable()
        except NoBrowserError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
