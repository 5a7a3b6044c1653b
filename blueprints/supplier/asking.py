"""What the address of a list asks for."""

from flask import request


def asked_for(name: str, longest: int = 200) -> str:
    """Return a word of the address, cut to what makes sense."""
    return request.args.get(name, "")[:longest].strip()


def cursor() -> str | None:
    """Return after which row the list goes on."""
    return request.args.get("cursor")
