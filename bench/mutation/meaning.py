"""Where a line matters that runs only while its module is read: a table, a default, the body of a class.

Owns the way from such a line to those that run when its name is used.  It must not know of tests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from mutants import ROOT

Lines = tuple[str, list[int]]


@cache
def _parsed(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def meant(module: str, line: int, importers: Iterable[str]) -> Iterator[Lines]:
    """The lines, by module, that run what stands on this one."""
    around = [node for node in ast.walk(_parsed(module)) if isinstance(node, ast.stmt)
              and node.lineno <= line <= (node.end_lineno or 0)]
    names = {found.id for node in around[-1:] for found in ast.walk(node)
             if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Store)}
    for node in reversed(around):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            # A default or a field: whatever the function or the class does, and whoever names the class.
            yield module, list(range(node.lineno, (node.end_lineno or 0) + 1))
            names = {node.name}
            break
    for place in (module, *importers):
        hints = {id(part) for node in ast.walk(_parsed(place)) for name in ("annotation", "returns")
                 for hint in [getattr(node, name, None)] if hint for part in ast.walk(hint)}
        yield place, sorted({node.lineno for node in ast.walk(_parsed(place)) if isinstance(node, ast.Name)
                             and isinstance(node.ctx, ast.Load) and node.id in names and id(node) not in hints})
