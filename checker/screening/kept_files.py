"""The files that a screening keeps in its folder, by name.

Owns the names, for whoever watches a screening that another process does.
"""

from __future__ import annotations

STATE, PAGES = "screening.json", "pdf"
# What is kept while it runs.
SHARDS = ".shards"
# The verdicts, and what is told of each row: a line of JSON for each, packed.
RESULTS, SUMMARIES = "results.jsonl.gz", "summaries.jsonl.gz"
# What is told of all rows together.
WORKBOOK, PORTFOLIO = "results.xlsx", "portfolio.pdf"
# What is a screening's own wherever it lies.
OWN = (STATE, RESULTS, SUMMARIES)
