"""What the crew does, by its name: the server itself never imports what takes long to import.

Owns the name as a callable that can be sent to another process.  It must not know what is done.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Work:
    """A function by its module and name; calling it imports the module."""

    module: str
    name: str

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function returns."""
        return getattr(importlib.import_module(self.module), self.name)(*args, **kwargs)


_NAMED: set[str] = set()


def named() -> list[str]:
    """The modules whose functions are done elsewhere."""
    return sorted(_NAMED)


@dataclass(frozen=True)
class Later:
    """A module whose functions are done elsewhere."""

    module: str

    def __post_init__(self) -> None:
        _NAMED.add(self.module)

    def __getattr__(self, name: str) -> Work:
        """The function of this name."""
        if name.startswith("_"):
            raise AttributeError(name)
        return Work(self.module, name)
