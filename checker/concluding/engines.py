"""Which engine serves on this machine.

Owns the choice between the adapters.  The verdict is the same whichever it is.
"""

from __future__ import annotations

from functools import cache

from checker.concluding.engine import Engine


@cache
def default_engine() -> Engine:
    """durable_rules where it can be imported, else the plain adapter; the verdict is the same."""
    try:
        from checker.concluding.durable import DurableEngine

        return DurableEngine()
    except ImportError:
        from checker.concluding.plain import PlainEngine

        return PlainEngine()
