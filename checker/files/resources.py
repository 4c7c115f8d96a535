"""Finds the law, the ink, the forms of reports and the records of releases.

``rulesets/``, ``templates/``, ``report-forms/`` and ``locks/`` lie beside ``checker/`` in a checkout and
inside it in an installed wheel.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """The folder of this name; inside an installation it is named as packages are."""
    inside = PACKAGE / name.replace("-", "_")
    return inside if inside.is_dir() else PACKAGE.parent / name
