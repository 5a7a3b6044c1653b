"""What the address of a list asks for."""

from flask import request


def asked_for(name: str, longest: int = 200) -> str:
    """Return a word of the address, cut to what makes sense, without what no database takes."""
    text = request.args.get(name, "")[:longest]
    return "".join(letter for letter in text if letter.isprintable()).strip()


def cursor() -> str | None:
    """Return after which row the list goes on."""
    return request.args.get("cursor")
