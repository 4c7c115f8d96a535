"""The exit statuses of every command: one enum, from which help and docs are generated."""

from enum import IntEnum

from checker.messages import text


class Exit(IntEnum):
    """What the caller may rely on; its meaning in words is :func:`meaning`."""

    MET = 0
    UNMET = 1
    USAGE = 2
    UNDETERMINED = 3
    BAD_DOSSIER = 4
    BAD_RULESET = 5
    VERIFICATION_FAILED = 6
    BUG = 70


def meaning(status: Exit) -> str:
    """What a status means, in words."""
    return text(f"exit.{status.name}")
