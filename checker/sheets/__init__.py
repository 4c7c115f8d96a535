"""Workbooks as cells: what is stored, what is shown, and what is wrong with either."""
