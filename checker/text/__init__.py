"""What is written and what is meant by it: one normal form, and the words that state nothing."""
