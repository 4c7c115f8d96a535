"""Verifying: a page read back, judged and rendered once more, and what that shows."""
