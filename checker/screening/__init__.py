"""A table of projects, judged row by row: reading, judging, what stands out between rows."""
