"""The interface keeps what its description says: OpenAPI, the reference page, the examples of docs/api.md."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from adapters import clock
from trade.parties.rules import TokenScope
from web.limits import limiter

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]
"""Whatever is sent: no fault of ours, and the answer has the shape that was described."""


@pytest.fixture
def document(app):
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.content_type == "application/json"
    return answer.json


def test_the_description_names_every_route_its_scope_and_its_refusals(app, document):
    described = {(path, method) for path, operations in document["paths"].items() for method in operations} - {
        (path, "parameters") for path in document["paths"]
    }
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.startswith("api.") and rule.endpoint not in {"api.openapi", "api.reference"}
    }
    assert described == routes
    scopes: set[str] = set()
    for path, method in described:
        operation = document["paths"][path][method]
        assert {"401", "403", "404", "409", "422", "429"} <= set(operation["responses"])
        assert operation["summary"].endswith(".")
        scopes |= set(operation["x-scopes"])
        keys = [p for p in operation.get("parameters", ()) if p.get("name") == "Idempotency-Key"]
        assert bool(keys) == (method != "get")
        assert method != "post" or keys[0]["required"]
    assert scopes == {str(scope) for scope in TokenScope}


def test_the_description_holds_no_secret_and_stands_on_this_site_alone(document):
    assert set(re.findall(r"https?://[^\"\s]+", json.dumps(document))) == set()


def test_people_read_it_as_a_page_without_any_script_of_others(stranger):
    page = stranger.get("api.reference")
    assert page.heading() == "What programs can ask for"
    assert any("/api/v1/orders/{order_id}/shipments" in row[0] for row in page.rows("Requests"))
    (checking,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    shown = page.soup.find(id="checking")
    assert shown is not None
    assert shown.get_text() == checking


def explore(app, session, token: str, ids: dict[str, str], examples: int, only: str = "") -> Counter[int]:
    """Send what Schemathesis thinks of to every operation, wrong shapes and right ones, about things that are there."""
    answered: Counter[int] = Counter()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    assert len(operations) >= 19
    for operation in (one for one in operations if only in one.path):
        strategy = st.one_of([operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode])

        @given(case=strategy)
        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        )  # fmt: skip
        def try_it(case) -> None:
            session.commit()
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
            case.path_parameters = {name: ids.get(name, value) for name, value in (case.path_parameters or {}).items()}
            response = case.call(app=app)
            answered[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        try_it()
    return answered


def known(market) -> dict[str, str]:
    """Goods and an order, by the names that addresses have for their ids."""
    market.money()
    sku_id = market.goods()
    (order_id,) = market.order({sku_id: 36})
    return {"sku_id": str(sku_id), "order_id": str(order_id), "product_id": product_of(market, sku_id)}


def product_of(market, sku_id) -> str:
    ((product_id,),) = market.rows("SELECT product_id FROM skus WHERE id = :id", id=sku_id)
    return str(product_id)


@pytest.mark.slow
def test_whatever_a_program_sends_it_is_answered_as_described(app, market, erp, till):
    answered = explore(app, market.session, erp.token, known(market), examples=20)

    answered += explore(app, market.session, till.token, {}, examples=20, only="/own-sales")
    assert answered[200] > 50
    assert answered[422] > 50
    assert set(answered) <= {200, 201, 400, 401, 403, 404, 405, 409, 422}, answered


@pytest.mark.soak
def test_whatever_a_program_sends_for_long(app, market, erp, till, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", False)
    ids = known(market)
    for program in (erp, till):
        explore(app, market.session, program.token, ids, examples=2000)


def curls() -> list[str]:
    """The examples of the document, one a line."""
    blocks = re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def test_every_example_of_the_document_works(app, market, erp, till):
    market.money()
    sku_id = market.goods()
    (order_id,) = market.order({sku_id: 36})
    words = {
        "TOKEN": erp.token, "MARKET": "", "ORDER": str(order_id), "SKU": str(sku_id),
        "LINE": str(market.lines(order_id)[0].id), "KEY": "an-example", "BUYER": till.token,
        "PRODUCT": product_of(market, sku_id), "CATEGORY": str(market.category_id),
        "CODE": market.rows("SELECT code FROM skus WHERE id = :id", id=sku_id)[0][0], "TODAY": clock.now().date().isoformat(),
    }  # fmt: skip
    assert len(curls()) >= 10
    for line in curls():
        command = re.sub(r"\$([A-Z]+)", lambda match: words[match[1]], line)
        method, headers, body, address = "GET", {}, None, ""
        parts = iter(shlex.split(command)[1:])
        for part in parts:
            if part == "-X":
                method = next(parts)
            elif part == "-H":
                name, _, value = next(parts).partition(": ")
                headers[name] = value
            elif part == "-d":
                body = next(parts)
            else:
                address = part
        path = urlsplit(address)
        target = path.path + (f"?{path.query}" if path.query else "")
        market.session.commit()
        answer = app.test_client(use_cookies=False).open(target, method=method, headers=headers, data=body)
        assert answer.status_code in {200, 201}, f"{command}: {answer.status} {answer.text}"
        assert answer.json
