"""Rules-based compliance checker for industrial parks and investment projects."""

__version__ = "0.3.0"
