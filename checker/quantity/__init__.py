"""Exact numbers, intervals, units and the amounts that people write."""
