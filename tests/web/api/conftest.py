"""A market in which the supplier and the retailer let a program in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests import makers
from tests.programs import Program
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.parties.models import Organisation


@pytest.fixture
def program_of(app: Flask, market: Market) -> Callable[..., Program]:
    """Programs of an actor's organisation, with all scopes or those named."""

    def make(actor: Actor, *scopes: str, **values: Any) -> Program:
        with market.as_system() as session:
            organisation = session.get_one(Organisation, actor.organisation)
        token = makers.make_token(
            market.session, organisation, scopes or None, made_by=values.pop("made_by", actor.person_id), **values
        )
        return Program(app, market.session, token)

    return make


@pytest.fixture
def erp(market: Market, program_of: Callable[..., Program]) -> Program:
    """The supplier's merchandise system, with every scope."""
    return program_of(market.supplier)


@pytest.fixture
def till(market: Market, program_of: Callable[..., Program]) -> Program:
    """The retailer's till, with every scope."""
    return program_of(market.retailer)
