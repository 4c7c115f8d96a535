"""Judging: a dossier, a ruleset and a date in, a verdict out; pure."""
