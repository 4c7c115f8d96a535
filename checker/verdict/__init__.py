"""The verdict: a public, versioned format, without anything that computes."""
