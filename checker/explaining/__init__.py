"""Explaining: what changed since last year, and what several standards ask of the same data."""
