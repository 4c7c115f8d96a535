"""The files that a screening keeps in its folder, by name.

Owns the names, for whoever watches a screening that another process does.
"""

from __future__ import annotations

STATE, ROWS, VERDICTS = "screening.json", ".rows.partial", ".verdicts.partial"
RESULTS, PAGES = "results.jsonl", "pdf"
# A line of JSON for each row.
SUMMARIES = "summaries.jsonl"
# What is a screening's own wherever it lies.
OWN = (STATE, RESULTS, SUMMARIES)
