"""Comparing: what two rulesets say differently, in words."""
