"""Finds the law and the ink: the folders ``rulesets/`` and ``templates/``.

They lie beside ``checker/`` in a checkout and inside it in an installed wheel.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder ``rulesets`` or ``templates``, wherever this installation keeps it."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
