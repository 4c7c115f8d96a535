"""Confirmations: what an office ticks off that holds the official text, and what follows from it."""
