"""A mutant in a process: put into functions that are there already, or read in the place of its module.

Owns how a change gets into a running program.  It must not know of tests.
"""

from __future__ import annotations

import ast
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from mutants import ROOT

Place = tuple[str, int]


def _by_arguments(found: _lru_cache_wrapper[Any]) -> bool:
    """Whether a function of ours remembers by what it is given; what is made but once stays."""
    return str(found.__module__).startswith("checker") and found.__wrapped__.__code__.co_argcount > 0


def _codes(code: CodeType) -> Iterator[tuple[Place, CodeType]]:
    """All functions of a module's code, each by its name and its number among those of that name."""
    seen = Counter[str]()
    waiting = [code]
    while waiting:
        own = waiting.pop()
        for inner in own.co_consts:
            if isinstance(inner, CodeType):
                seen[inner.co_qualname] += 1
                yield (inner.co_qualname, seen[inner.co_qualname]), inner
                waiting.append(inner)


def _functions(text: str, path: str) -> dict[Place, CodeType]:
    return dict(_codes(compile(text, path, "exec")))


class Living:
    """The functions of the modules that are mutated, as they live in this process."""

    def __init__(self) -> None:
        gc.unfreeze()
        self._functions: dict[str, dict[Place, list[FunctionType]]] = defaultdict(lambda: defaultdict(list))
        self._kept = []
        self._old: dict[str, dict[Place, CodeType]] = {}
        place = str(ROOT / "checker")
        for found in gc.get_objects():
            if isinstance(found, FunctionType) and found.__code__.co_filename.startswith(place):
                code = found.__code__
                self._functions[code.co_filename][code.co_qualname, code.co_firstlineno].append(found)
            elif isinstance(found, _lru_cache_wrapper) and _by_arguments(found):
                self._kept.append(found)
        gc.collect()
        gc.freeze()  # a copy need not look at it, and so need not copy it

    def forget(self) -> None:
        """Forget all that functions remember, as a new process would."""
        for kept in self._kept:
            kept.cache_clear()

    def put(self, path: str, before: str, after: str) -> bool:
        """Change what differs; False where nothing does, or where it can't be changed here."""
        if path not in self._old:
            self._old[path] = _functions(before, path)
        old, new = self._old[path], _functions(after, path)
        if old.keys() != new.keys():
            return False
        changed = 0
        for at, code in old.items():
            here = new[at]
            if _bare(code) == _bare(here):
                continue
            for function in self._functions[path].get((code.co_qualname, code.co_firstlineno), ()):
                if function.__code__.co_freevars != here.co_freevars:
                    return False
                function.__code__ = here
                changed += 1
        self.forget()
        return changed > 0 or _tables(path, after)


def _tables(path: str, text: str) -> bool:
    """Change the tables of a module wherever they are named; False where none differs.

    Its classes stay what they are: they have instances.  What another module made of the tables when it was
    read is as it was.
    """
    name = Path(path).relative_to(ROOT).as_posix().removesuffix(".py").replace("/", ".")
    module = sys.modules[name]
    tree = ast.parse(text)
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    tree.body = [node for node in tree.body if not isinstance(node, ast.ClassDef)]
    fresh: dict[str, Any] = {"__name__": name, "__file__": path, "__package__": name.rpartition(".")[0],
                             **{one: vars(module)[one] for one in classes if one in vars(module)}}
    exec(compile(tree, path, "exec"), fresh)
    differing = {key: value for key, value in fresh.items()
                 if key in vars(module) and key not in classes and not isinstance(value, (type, FunctionType))
                 and _shown(value) != _shown(vars(module)[key])}
    for key, value in differing.items():
        old = vars(module)[key]
        for other in [*sys.modules.values()]:
            for place, held in [*vars(other).items()] if hasattr(other, "__dict__") else ():
                if held is old and (place == key or not isinstance(old, (int, str, type(None)))):
                    vars(other)[place] = value
    return bool(differing)


def _shown(value: object) -> str:
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def _bare(code: CodeType) -> tuple[object, ...]:
    """What a function does, without where it stands; of those within it only where they would differ."""
    constants = (_bare(each) if isinstance(each, CodeType) else (type(each), repr(each))
                 for each in code.co_consts)
    return (code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, *constants)


class InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Reads one module from another text."""

    def __init__(self, module: str, text: str) -> None:
        self.path = str(ROOT / module)
        self.name = module.removesuffix(".py").replace("/", ".")
        self.text = text
        sys.meta_path.insert(0, self)

    def find_spec(self, fullname: str, path: Sequence[str] | None = None,
                  target: ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        """The one module."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        """As any other."""

    def exec_module(self, module: ModuleType) -> None:
        """Its changed text."""
        exec(compile(self.text, self.path, "exec"), module.__dict__)
