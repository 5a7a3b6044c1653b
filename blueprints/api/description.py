"""The interface described: OpenAPI for programs, a page for the people who write them. Made when first asked for."""

import json
import re
from typing import Any, Final

from apispec import APISpec
from flask import Flask, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_smorest import Api

from blueprints.api.blueprint import blueprint
from blueprints.api.fields import DOCUMENTED, describe_amount
from web.access import machines, policy_of, public
from web.commands import HEADER
from web.problems import TYPE

VERSION: Final = "1"
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "a sentence: what is wrong, and what to do"},
        "code": {"type": "string", "description": "a word for programs, such as stock-promised"},
        "errors": {"type": "array", "items": {"type": "object"}},
        "reference": {"type": "string", "description": "of a fault on our side"},
    },
}
REFUSALS: Final = {
    "400": "The request cannot be read",
    "401": "No token, or one that opens nothing any more",
    "403": "The token lacks the scope, or the organisation may not trade",
    "404": "Not there, or not yours",
    "409": "A rule refuses, or the first request with this key is still at work. Nothing was changed",
    "422": "Values of the wrong shape, a parameter that is not known, a cursor of another list, no key, or a key that came before with another request",
    "429": "Too many requests; see Retry-After",
}
_PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")
_METHODS: Final = ("get", "put", "post", "delete")


class Described(Api):  # type: ignore[misc] # flask-smorest has no types
    """Collects what the routes say of themselves. Refusals are answered by ``web.errors``, as everywhere."""

    def _register_error_handlers(self) -> None:
        """Leave failures to the application."""


def describe(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of the application."""
    api = Described(spec_kwargs={"title": "Pinhuo", "version": VERSION, "openapi_version": "3.1.0"})
    api.init_app(app)
    spec: APISpec = api.spec
    for field, kind, form in DOCUMENTED:
        api.register_field(field, kind, form)
    api.ma_plugin.converter.add_attribute_function(describe_amount)
    blueprint.register_views_in_doc(api, app, spec, name=blueprint.name, parameters=None)
    document: dict[str, Any] = spec.to_dict()
    document["components"]["schemas"]["Problem"] = PROBLEM
    document["components"].pop("responses", None)
    document["components"]["schemas"].pop("Error", None)
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"token": []}]
    document["servers"] = [{"url": "/"}]
    for endpoint, operation, method in _operations(app, document):
        _complete(app, endpoint, operation, method)
    return document


def _operations(app: Flask, document: dict[str, Any]) -> list[tuple[str, dict[str, Any], str]]:
    """Return each operation with the endpoint behind it."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(f"{blueprint.name}.")]
    found = []
    for rule in rules:
        path = _PARAMETER.sub(r"{\1}", rule.rule)
        for method in _METHODS:
            operation = document["paths"].get(path, {}).get(method)
            if operation is not None and method.upper() in (rule.methods or ()):
                found.append((rule.endpoint, operation, method))
    return found


def _complete(app: Flask, endpoint: str, operation: dict[str, Any], method: str) -> None:
    """Add what the marks say: scopes, the key of a change, the refusals that every route knows."""
    policy = policy_of(app, endpoint)
    assert policy is not None
    operation["operationId"] = endpoint.partition(".")[2]
    operation["x-scopes"] = sorted(policy.scopes or ())
    operation.pop("tags", None)
    answer = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in REFUSALS.items():
        operation["responses"][status] = {"description": words, "content": answer}
    operation["responses"].pop("default", None)
    if method != "get":
        key = {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,80}$"}
        operation.setdefault("parameters", []).append(
            {"in": "header", "name": HEADER, "required": policy.needs_key, "schema": key}
        )  # fmt: skip


def document() -> dict[str, Any]:
    """Return the document, made once a process."""
    made: dict[str, Any] | None = current_app.extensions.get("openapi")
    if made is None:
        made = current_app.extensions["openapi"] = describe(current_app)
    return made


def openapi() -> Response:
    """Answer the OpenAPI document."""
    return Response(json.dumps(document()), content_type="application/json")


def reference() -> ResponseReturnValue:
    """Show what programs can ask for, to the people who write them."""
    made = document()
    rows = [
        {"path": path, "method": method.upper(), "operation": operation}
        for path, operations in made["paths"].items()
        for method, operation in operations.items()
        if method in _METHODS
    ]
    return render_template("api/reference.html", rows=rows, refusals=REFUSALS, problem_type=TYPE)


# Past the description of the routes: these two are what describes.
super(type(blueprint), blueprint).add_url_rule("/openapi.json", "openapi", machines(openapi))
super(type(blueprint), blueprint).add_url_rule("/reference", "reference", public(reference))
