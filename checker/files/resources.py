"""Finds the law, the ink and the records of releases: ``rulesets/``, ``templates/`` and ``locks/``.

They lie beside ``checker/`` in a checkout and inside it in an installed wheel.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """The folder ``rulesets``, ``templates`` or ``locks``, wherever this installation keeps it."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
