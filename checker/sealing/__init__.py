"""Sealing: digital signatures after the bytes of a page, and the reading of whatever follows them."""
