"""Proving rulesets: the cases beside the rules, what they cover, and which changes they notice."""
