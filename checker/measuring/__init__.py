"""Measuring: every reading of an item with every choice of data, and what its limit says of it."""
