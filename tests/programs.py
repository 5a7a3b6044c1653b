"""A program of an organisation: sends JSON with its token, and a new key with every change."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

API = "/api/v1"
PROBLEM = "application/problem+json"


class Program:
    """One program. It keeps no cookie; what is refused comes as a problem with a sentence."""

    def __init__(self, app: Flask, session: Session, token: str) -> None:
        self.app = app
        self.session = session
        self.token = token

    def get(self, path: str, *, expect: int = 200, **more: Any) -> Any:
        """Read something."""
        return self.send("GET", path, expect=expect, **more).json

    def post(self, path: str, said: Any = None, *, expect: int = 201, key: str | None = None, **more: Any) -> Any:
        """Ask for a change under a new key, or the one given."""
        headers = {"Idempotency-Key": key or uuid4().hex, **more.pop("headers", {})}
        return self.send("POST", path, expect=expect, json=said, headers=headers, **more).json

    def put(self, path: str, said: Any, *, expect: int = 200, **more: Any) -> Any:
        """Set something to a value."""
        return self.send("PUT", path, expect=expect, json=said, **more).json

    def send(self, method: str, path: str, *, expect: int | None, **more: Any) -> TestResponse:
        """Send a request and judge the form of its answer."""
        self.session.commit()
        headers = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more.pop("headers", {})}
        address = path if path.startswith("/api/") else API + path
        answer = self.app.test_client(use_cookies=False).open(address, method=method, headers=headers, **more)
        self.session.expire_all()
        if expect is not None:
            assert answer.status_code == expect, f"{method} {path}: {answer.status} {answer.text[:600]}"
        if answer.status_code >= 400:
            said = answer.json
            assert answer.content_type == PROBLEM
            assert said is not None
            assert said["status"] == answer.status_code
            assert said["detail"]
            assert said["code"]
        assert "Set-Cookie" not in answer.headers
        return answer
