"""Which tests are tried with a mutant, and in which order.

Owns the choice.  It must not know what became of a mutant, but for which tests catch most.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from meaning import meant
from mutants import ROOT, Mutant, modules
from reach import map_of

DEAREST = 3.0  # seconds that a test may take
FOREMOST = 6  # tests that caught most so far, of the same module or else of any, tried before the others


class Choosing:
    """The map of :mod:`reach`, asked by mutant."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.names: list[str] = []
        self.seconds: dict[str, float] = {}
        self._lines: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        maps = [map_of(file) for file in files if map_of(file).is_file()]
        for path in maps:
            self._read(json.loads(path.read_text(encoding="utf-8")))
        self.tests_digest = hashlib.sha256("".join(path.name for path in maps).encode()).hexdigest()[:12]
        self._distrusted: set[str] = set()
        self._numbers = {name: number for number, name in enumerate(self.names)}
        self._importers = _importers()

    def _read(self, known: dict[str, Any]) -> None:
        first = len(self.names)
        self.names += known["tests"]
        self.seconds.update(zip(known["tests"], known["seconds"], strict=True))
        for path, lines in known["lines"].items():
            for line, tests in lines.items():
                self._lines[path][int(line)] += [first + test for test in tests]

    def files(self) -> list[str]:
        """The files of tests that reach anything."""
        return sorted({name.partition("::")[0] for name in self.names})

    def distrust(self, name: str) -> None:
        """Ask a test no more that fails without any change."""
        self._distrusted.add(name)

    def expected(self, names: Iterable[str]) -> float:
        """Their processor time together."""
        return sum(self.seconds[name] for name in names)

    def tests(self, mutant: Mutant, budget: float, kills: Mapping[str, Counter[str]]) -> list[str]:
        """The tests that reach a mutant, as many as go into a time."""
        changed = range(mutant.line, mutant.end + 1)
        reaching = self._reaching(mutant.module, changed)
        if not reaching:
            places = meant(mutant.module, mutant.line, self._importers[mutant.module])
            reaching = {test for module, lines in places for test in self._reaching(module, lines)}
        of_table = not _run_when_read(mutant.module).isdisjoint(changed)
        named = self._naming(mutant.module) if of_table else set()
        if not reaching and of_table:
            reaching = self._of_module(mutant.module)
        reaching |= named
        found = [name for name in (self.names[number] for number in reaching)
                 if name not in self._distrusted and self.seconds[name] <= DEAREST]
        best, anywhere = kills.get(mutant.module, Counter[str]()), sum(kills.values(), Counter[str]())
        foremost = sorted((name for name in found if anywhere[name]),
                          key=lambda name: (-best[name], -anywhere[name]))[:FOREMOST]
        taken: list[str] = []
        spent = 0.0
        about = [name for name in _in_turn(found, self.seconds) if self._numbers[name] in named][:FOREMOST]
        for name in dict.fromkeys([*foremost, *about, *_in_turn(found, self.seconds)]):
            spent += self.seconds[name]
            if taken and spent > budget:
                break
            taken.append(name)
        return taken

    def _reaching(self, module: str, changed: Iterable[int]) -> set[int]:
        """The tests that run any of these lines; by which test a module was first read says nothing."""
        lines, read = self._lines.get(module, {}), _run_when_read(module)
        return set(chain.from_iterable(lines.get(line, ()) for line in changed if line not in read))

    def _naming(self, module: str) -> set[int]:
        """The tests of the files that name a module: they are about it, whatever runs."""
        dotted = module.removesuffix(".py").replace("/", ".")
        naming = {file for file in self.files() if dotted in (ROOT / file).read_text(encoding="utf-8")}
        return {number for number, name in enumerate(self.names) if name.partition("::")[0] in naming}

    def _of_module(self, module: str) -> set[int]:
        """What names a module, and what reaches any line of it, or else of those that import it."""
        found = self._naming(module)
        for paths in ([module], self._importers[module]):
            reaching = {test for path in paths for test in self._reaching(path, self._lines.get(path, ()))}
            if reaching:
                return found | reaching
        return found


@cache
def _run_when_read(module: str) -> frozenset[int]:
    """The lines that run when a module is read: of its tables and classes, what arguments are by default, and the
    functions that it calls itself by then."""
    body = ast.parse((ROOT / module).read_text(encoding="utf-8")).body
    found, named = set[int](), set[str]()
    waiting = list(body)
    for node in waiting:
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found |= set(range(first, node.body[0].lineno))
        else:
            found |= set(range(first, (node.end_lineno or first) + 1))
            named |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        if isinstance(node, ast.ClassDef):
            waiting += node.body
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name in named:
            found |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return frozenset(found)


def _in_turn(names: Iterable[str], seconds: Mapping[str, float]) -> list[str]:
    """One test of each file after the other, the quickest of each first."""
    files = defaultdict(list)
    for name in sorted(names, key=lambda name: (seconds[name], name)):
        files[name.partition("::")[0]].append(name)
    return [name for row in zip_longest(*files.values()) for name in row if name is not None]


def _importers() -> dict[str, list[str]]:
    """Of each module the mutated modules that import it."""
    found = defaultdict(list)
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found[node.module.replace(".", "/") + ".py"].append(path.relative_to(ROOT).as_posix())
    return found
