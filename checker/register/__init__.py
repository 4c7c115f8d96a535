"""The register: an office's verdicts in the order of their issue, to which one can only add.

Owns the entry and its hash, the tables of SQLite and PostgreSQL, appending, looking up, checking and
moving a register.  Dates, names and clock values are handed in; it must not render, judge or print.
"""
