"""Asking: the letter and the question sheet to whoever handed a dossier in, and the answers taken in."""
