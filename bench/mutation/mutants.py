"""What is mutated, and how: every mutant of the modules that judge, explain and verify.

Owns the list of mutants, their names and their sources.  It must not know how they are run.
The operators are mutmut's.  Unlike mutmut we also change what stands outside functions (tables of rules,
limits, patterns) and what is decorated, for our mutants are whole modules.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT = Path(__file__).resolve().parent.parent.parent
# Judging, formulas, outcomes, gaps, replay.
MUTATED = ("judging", "measuring", "concluding", "quantity", "explaining", "verifying", "capsule",
           "ruleset/formula*.py")
# Calls that tell only a type checker something.
FOR_TYPES = ("cast", "TypeVar", "ParamSpec", "NewType")
# Arguments that guard against faults of our own, or that the machine of a test has by itself.
GUARDS = ("strict", "encoding")


@dataclass(frozen=True)
class Mutant:
    """One change of one module: ``text`` in the place of its characters from ``start`` to ``stop``.

    Where that isn't so simple ``text`` is nothing, and it is the module's change number ``start``.
    """

    name: str
    module: str
    function: str
    line: int
    end: int
    start: int
    stop: int
    text: str | None = None


class _Places(MutationVisitor):
    """All mutations, also of decorated functions; without what only a type checker reads."""


    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False
        test = node.test if isinstance(node, cst.If) else None
        if isinstance(test, cst.Name) and test.value == "TYPE_CHECKING":
            return True
        if isinstance(node, (cst.ImportFrom, cst.Import)) or self._for_types(node):
            return True
        return super()._skip_node_and_children(node)

    def _for_types(self, node: cst.CSTNode) -> bool:
        """Whether a call has no meaning when the program runs."""
        return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in FOR_TYPES


def modules() -> list[Path]:
    """The modules that are mutated."""
    found: set[Path] = set()
    for pattern in MUTATED:
        place = ROOT / "checker"
        found |= set(place.glob(pattern)) if pattern.endswith(".py") else set((place / pattern).rglob("*.py"))
    return sorted(path for path in found if path.name != "__init__.py")


@cache
def _parsed(path: Path) -> tuple[MetadataWrapper, list[Mutation]]:
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    visitor = _Places(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    return wrapper, visitor.mutations


def mutants_of(path: Path) -> Iterator[Mutant]:
    """The mutants of a module, in the order of its text."""
    source = path.read_text(encoding="utf-8")
    wrapper, mutations = _parsed(path)
    positions, parents = wrapper.resolve(PositionProvider), wrapper.resolve(ParentNodeProvider)
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    module, seen = path.relative_to(ROOT).as_posix(), Counter[str]()
    for number, mutation in enumerate(mutations):
        node = mutation.original_node
        while node not in positions:
            node = parents[node]
        place = positions[node]
        before = wrapper.module.code_for_node(mutation.original_node)
        after = wrapper.module.code_for_node(mutation.mutated_node)
        if _alike(before, after):
            continue
        function = _function(parents, mutation.original_node)
        kind = hashlib.sha256(" ".join(f"{before}\0{after}".split()).encode()).hexdigest()[:8]
        base = f"{module.removesuffix('.py').removeprefix('checker/')}:{function}:{kind}"
        seen[base] += 1
        name = base if seen[base] == 1 else f"{base}.{seen[base]}"
        start, stop = (starts[at.line - 1] + at.column for at in (place.start, place.end))
        if node is mutation.original_node and source[start:stop] == before.strip():
            yield Mutant(name, module, function, place.start.line, place.end.line, start, stop, after.strip())
        else:
            yield Mutant(name, module, function, place.start.line, place.end.line, number, number)


def _alike(before: str, after: str) -> bool:
    """Whether two expressions differ at most in what :data:`GUARDS` names."""
    try:
        plain = [ast.parse(text.strip(), mode="eval") for text in (before, after)]
    except SyntaxError:
        return before == after
    for call in (node for tree in plain for node in ast.walk(tree) if isinstance(node, ast.Call)):
        call.keywords = [keyword for keyword in call.keywords if keyword.arg not in GUARDS]
    return ast.dump(plain[0]) == ast.dump(plain[1])


def _function(parents: Mapping[cst.CSTNode, cst.CSTNode], node: cst.CSTNode) -> str:
    """Class and function around a node, or where neither is ``module``."""
    names: list[str] = []
    above = parents.get(node)
    while above is not None:
        if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            names.append(above.name.value)
        above = parents.get(above)
    return ".".join(reversed(names)) or "module"


def source_of(mutant: Mutant) -> str:
    """The text of the module with this one change."""
    if mutant.text is not None:
        source = (ROOT / mutant.module).read_text(encoding="utf-8")
        return source[:mutant.start] + mutant.text + source[mutant.stop:]
    wrapper, mutations = _parsed(ROOT / mutant.module)
    mutation = mutations[mutant.start]
    changed = deep_replace(wrapper.module, mutation.original_node, mutation.mutated_node)
    assert isinstance(changed, cst.Module)
    return changed.code


def change(mutant: Mutant) -> str:
    """The lines that differ, as a person reads them."""
    lines = difflib.unified_diff((ROOT / mutant.module).read_text(encoding="utf-8").splitlines(),
                                 source_of(mutant).splitlines(), lineterm="", n=0)
    return "\n".join(line for line in list(lines)[2:] if not line.startswith("@@"))


def drawn(everything: list[Mutant], seed: int, size: int) -> list[Mutant]:
    """A sample of the mutants, each as likely as the other; all of them where ``size`` is 0.

    Drawn by their names, so that a change of the program exchanges few of them.
    """
    if not size or size >= len(everything):
        return everything
    ranked = sorted(everything, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.name}".encode()).digest())
    return ranked[:size]
