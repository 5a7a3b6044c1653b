"""Somebody with a phone, who reads pages and uses what stands on them by its label.

Whatever the browser complains of, and whatever leaves for another host, is noted; every page is looked over on the way.
"""

from __future__ import annotations

import re
from typing import Final

import pyotp
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Request, Response, expect

from adapters.clock import now
from tests.makers import PASSWORD, SECRET

PHONE: Final = (360, 800)
PATIENCE: Final = 20_000
expect.set_options(timeout=PATIENCE)
UNNAMED: Final = re.compile(
    r"^\s*- (button|link|textbox|searchbox|combobox|checkbox|radio|spinbutton|meter|progressbar)(:| \[|$)", re.MULTILINE
)
TOO_WIDE: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """One browser of one person."""

    def __init__(self, browser: Browser, address: str, *, scripted: bool = True, size: tuple[int, int] = PHONE) -> None:
        self.address = address
        self.scripted = scripted
        self.faults: list[str] = []
        self.loads: list[str] = []
        self.context = browser.new_context(
            base_url=address, java_script_enabled=scripted, viewport={"width": size[0], "height": size[1]},
            has_touch=True, locale="en-GB", timezone_id="Europe/London",
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._note_request)
        self.context.on("response", self._note_response)
        self.context.on("console", self._note_words)
        self.context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.page = self.context.new_page()

    # -- going somewhere ---------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self.look_over()

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Tap a link of the page."""
        (within or self.main).get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        self.look_over()

    def go(self, place: str) -> None:
        """Go to one of the portal's places; on a desk's narrow screen they are folded into a menu."""
        menu = self.page.locator("summary").filter(has_text=re.compile("^Menu$"))
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(rf"^{place}( ?\d+)?$")).click()
        self.page.wait_for_load_state()
        self.look_over()

    def arrives(self, heading: str | re.Pattern[str]) -> None:
        """Read the heading of the page."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.look_over()

    # -- reading and doing -------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.get_by_role("main")

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Read something on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)

    def field(self, label: str) -> Locator:
        """Find a field by exactly its label, whether it may stay empty or not."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}(\s+optional)?$"))

    def fill_in(self, entries: dict[str, str]) -> None:
        """Fill fields by their labels: type, or choose the option that is called so."""
        for label, value in entries.items():
            found = self.field(label)
            if found.evaluate("field => field.tagName") == "SELECT":
                found.select_option(label=value)
            else:
                found.fill(value)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def row(self, text: str) -> Locator:
        """Find the row of a table in which something stands."""
        return self.page.get_by_role("row").filter(has_text=text)

    # -- who one is --------------------------------------------------------------------------------

    def sign_in(self, login: str, *, code: bool = False) -> None:
        """Sign in; the platform's people prove a code as well."""
        if "/sign-in" not in self.page.url:
            self.open("/sign-in")
        self.fill_in({"E-mail or phone number": login, "Password": PASSWORD})
        self.press("Sign in")
        if code:
            self.arrives("Enter your code")
            self.fill_in({"Code": pyotp.TOTP(SECRET).at(now())})
            self.press("Continue")
        expect(self.page).not_to_have_url(re.compile("/sign-in|/second-factor"))
        self.look_over()

    def sign_out(self) -> None:
        """Leave."""
        menu = self.page.locator("summary").filter(has_text=re.compile("^Menu$"))
        if menu.is_visible():
            menu.click()
        self.press("Sign out")
        self.arrives("Sign in")

    # -- what holds on every page ------------------------------------------------------------------

    def look_over(self) -> None:
        """A whole page: one main part, everything usable has a name, nothing scrolls sideways."""
        self.page.wait_for_load_state()
        expect(self.page.locator("main")).to_have_count(1)
        excess = self._excess()
        assert excess <= 0, f"{self.page.url} is {excess} px too wide"
        unnamed = UNNAMED.search(self.page.locator("body").aria_snapshot())
        assert unnamed is None, f"{self.page.url}: a {unnamed[1]} without a name"

    def _excess(self) -> int:
        """Answer how many pixels the page is too wide; one that is left in this moment gives way to the next."""
        while True:
            try:
                return int(self.page.evaluate(TOO_WIDE))
            except Error as error:
                if "context was destroyed" not in error.message:
                    raise
                self.page.wait_for_load_state()

    def expect_fault(self, text: str) -> None:
        """Say that a fault was meant; fail where it did not happen."""
        meant = [fault for fault in self.faults if text in fault]
        assert meant, f"no fault {text!r} among {self.faults}"
        self.faults = [fault for fault in self.faults if fault not in meant]

    def leave(self) -> None:
        """Close the browser; nothing may have been wrong in it."""
        self.context.close()
        assert not self.faults, "\n".join(self.faults)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.faults.append(f"asked another host: {request.url}")
        if request.resource_type == "document":
            self.loads.append(f"{request.method} {request.url.removeprefix(self.address)}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def _note_words(self, message: ConsoleMessage) -> None:
        """Note what the console is told; that an answer was a refusal is no fault of the page."""
        refusal = message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not refusal:
            self.faults.append(f"console: {message.text}")
