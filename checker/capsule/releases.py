"""What was published with each version: the states of rulesets, and what pages were made with.

Owns the reading of ``locks/<version>/``.  It must not write there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from checker.errors import Problem, UsageError
from checker.files.resources import folder

_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")
FILE, DEBIAN, PUBLISHED = "release.json", "debian.json", "published.json"


@cache
def releases() -> dict[str, dict[str, Any]]:
    """Every published version with its record, the oldest first; one in the making is none of them.

    ``debian`` are its system packages, ``published`` the digests of its program and templates.
    """
    found = {path.parent.name: {**_json(path), "debian": _json(path.parent / DEBIAN),
                                "published": _json(path.parent / PUBLISHED)}
             for path in folder("locks").glob(f"*/{FILE}")
             if _VERSION.fullmatch(path.parent.name) and (path.parent / PUBLISHED).exists()}
    return {version: found[version] for version in sorted(found, key=_order)}


def pretended(tools: Mapping[str, Any]) -> bool:
    """Whether a toolchain calls itself a version of ours whose program or templates it hasn't got."""
    record = releases().get(str(tools.get("checker")))
    return record is not None and any(
        tools.get(name) != record["published"].get(name) for name in ("code", "templates"))


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        data = None
    if not isinstance(data, dict):
        raise UsageError(Problem("release.unreadable", file=str(path)))
    return data


def released(ruleset: str, digest: str) -> list[str]:
    """The versions that a state of a ruleset was published with."""
    return [version for version, record in releases().items() if record["rulesets"].get(ruleset) == digest]


def _order(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
