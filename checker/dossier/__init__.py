"""Dossiers: what was submitted about one subject."""
