"""Linting: what a ruleset says that its author can hardly have meant."""
