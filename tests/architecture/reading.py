"""Reading the repository's own sources."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[2]
CODE = ("adapters", "blueprints", "commands", "jobs", "trade", "web")


@cache
def files() -> tuple[Path, ...]:
    """Everything that belongs to the project: what git knows, or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    found = [PROJECT / name for name in listed.split("\0") if name] or [p for p in PROJECT.rglob("*") if _is_ours(p)]
    return tuple(path for path in found if path.is_file())


def _is_ours(path: Path) -> bool:
    """Without git: everything but what is made here."""
    inside = path.relative_to(PROJECT).parts
    return not any(part.startswith(".") or part in {"var", "__pycache__"} for part in inside)


def python(*folders: str) -> Iterator[tuple[Path, str]]:
    """Python files of some folders, or of the whole project, with their text."""
    for path in files():
        inside = path.relative_to(PROJECT)
        if path.suffix == ".py" and (not folders or inside.parts[0] in folders):
            yield inside, path.read_text()


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file of the project, once."""
    return ast.parse((PROJECT / path).read_text())


def calls(folders: tuple[str, ...], name: str) -> set[str]:
    """Files of some folders that call a method, or a function, of this name."""
    found = set()
    for path, source in python(*folders):
        for node in ast.walk(tree(path)) if name in source else ():
            if isinstance(node, ast.Call) and _called(node.func) == name:
                found.add(str(path))
    return found


def imports(source: str) -> set[str]:
    """Modules that a source imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
