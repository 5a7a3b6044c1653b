"""One running market and one browser for all journeys; people and goods for each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy.orm import Session

from adapters.clock import now
from adapters.database import open_engine
from adapters.script import Chinese
from commands.chromium import ARGUMENTS, executable
from tests.journeys.shops import Shops
from tests.journeys.stack import Stack, running
from tests.journeys.visitor import Visitor
from tests.trade.market import Market
from trade.catalogue import ports as catalogue
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor

QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pings"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """The whole system, running, in a folder that the embedded servers' account can reach."""
    with tempfile.TemporaryDirectory(prefix="pinhuo-journeys-") as folder, running(Path(folder)) as started:
        yield started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium that talks to nobody by itself."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable(), args=[*ARGUMENTS, *QUIET])
        yield started
        started.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripted(request: pytest.FixtureRequest) -> bool:
    """Whether JavaScript runs in the browsers of this test."""
    return bool(request.param)


@pytest.fixture
def visit(browser: Browser, stack: Stack) -> Iterator[Callable[..., Visitor]]:
    """Open browsers; when the test is over nothing may have been wrong in any."""
    open_now: list[Visitor] = []

    def make(*, scripted: bool = True, size: tuple[int, int] = (360, 800)) -> Visitor:
        open_now.append(Visitor(browser, stack.address, scripted=scripted, size=size))
        return open_now[-1]

    yield make
    for visitor in open_now:
        visitor.leave()


@pytest.fixture(scope="package")
def shops(stack: Stack) -> Iterator[Shops]:
    """The people, organisations and goods that a journey finds there."""
    catalogue.provide(Chinese())
    engine = open_engine(stack.settings.database_url)
    with Session(engine) as session:
        session.info["send"] = lambda *_errand: None
        bind_actor(session, Actor.system())
        yield Shops(Market(session, now()))
    engine.dispose()
