"""Wording: a verdict of values and the ruleset that it names, in words, at one place."""
