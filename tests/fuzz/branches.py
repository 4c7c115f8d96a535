"""Plain data with something changed in it: the tree of a file that somebody wrote, spoiled in its parts.

Owns the changes of trees.  It must not write files.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

from fuzz.chances import Chances
from fuzz.oddities import Bare, fitting, odd, odd_words, otherwise

Place = tuple[Any, ...]
MOST_CHANGES = 3
DEEP = (5, 39, 41, 200)
OFTEN = (2, 60)


def places(tree: Any, here: Place = ()) -> list[Place]:
    """Every place in a tree but its root."""
    found: list[Place] = []
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in parts:
        found.append((*here, key))
        found += places(part, (*here, key))
    return found


def at(tree: Any, place: Place) -> Any:
    """What stands at a place."""
    for key in place:
        tree = tree[key]
    return tree


def spoiled(seeds: Sequence[Any], chances: Chances) -> Any:
    """One of the trees with some changes; other trees give parts."""
    tree = copy.deepcopy(chances.of(seeds))
    for _ in range(1 + chances.below(2) * chances.below(MOST_CHANGES)):
        found = places(tree)
        if not found:
            break
        place = _chosen(tree, found, chances)
        change = chances.of(CHANGES)
        change(tree, at(tree, place[:-1]), place[-1], seeds, chances)
    return tree


def _chosen(tree: Any, found: Sequence[Place], chances: Chances) -> Place:
    """A place; more often one that holds no other."""
    place = chances.of(found)
    return chances.of(found) if isinstance(at(tree, place), (dict, list)) and chances.below(4) else place


def _replace(_tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], chances: Chances) -> None:
    parent[key] = odd(chances)


def _reword(_tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], chances: Chances) -> None:
    if not isinstance(parent[key], (dict, list)):
        parent[key] = otherwise(str(parent[key]), chances)


def _retype(_tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], chances: Chances) -> None:
    part = parent[key]
    if isinstance(part, dict):
        parent[key] = chances.of((list(part.values()), list(part), [part]))
    elif isinstance(part, list):
        parent[key] = chances.of(({str(n): one for n, one in enumerate(part)}, part[0] if part else None, [part]))
    else:
        parent[key] = chances.of(([part], {"value": part}, str(part), Bare(str(part)), [part, part]))


def _drop(_tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], _chances: Chances) -> None:
    del parent[key]


def _repeat(_tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], chances: Chances) -> None:
    if isinstance(parent, list):
        parent[key:key] = [copy.deepcopy(parent[key]) for _ in range(chances.of(OFTEN))]
    else:
        parent[f"{key}{chances.of(('', ' ', '_', '2', chr(0x200B)))}"] = copy.deepcopy(parent[key])


def _rename(tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], chances: Chances) -> None:
    if isinstance(parent, dict):
        known = [place[-1] for place in places(tree) if isinstance(place[-1], str)]
        new = (chances.of(known), odd_words(chances), otherwise(str(key), chances))[chances.below(3)]
        parent[new] = parent.pop(key)


def _graft(_tree: Any, parent: Any, key: Any, seeds: Sequence[Any], chances: Chances) -> None:
    """A part of another tree, rather one that stands under the same name."""
    other = chances.of(seeds)
    found = places(other)
    alike = [place for place in found if place[-1] == key and isinstance(key, str)]
    if found:
        parent[key] = copy.deepcopy(at(other, chances.of(alike if alike and chances.below(3) else found)))


def _swap(tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], chances: Chances) -> None:
    scalars = [place for place in places(tree) if not isinstance(at(tree, place), (dict, list))]
    if scalars and not isinstance(parent[key], (dict, list)):
        other = chances.of(scalars)
        there = at(tree, other[:-1])
        parent[key], there[other[-1]] = there[other[-1]], parent[key]


def _bury(_tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], chances: Chances) -> None:
    for _ in range(chances.of(DEEP)):
        parent[key] = [parent[key]] if chances.below(2) else {"a": parent[key]}


def _fit(_tree: Any, parent: Any, key: Any, _seeds: Sequence[Any], chances: Chances) -> None:
    if not isinstance(parent[key], (dict, list)):
        parent[key] = fitting(key, parent[key], chances)


Change = Callable[[Any, Any, Any, Sequence[Any], Chances], None]
CHANGES: tuple[Change, ...] = (
    *(_fit,) * 8, *(_reword,) * 6, _replace, _replace, _retype, _drop, _repeat, _rename, *(_graft,) * 3, _swap, _bury)
