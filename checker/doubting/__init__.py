"""Doubting: what is doubtful in what was stated; it never changes an outcome."""
