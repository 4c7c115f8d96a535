"""Rulesets: standards and policies as data, their formula language, their cases."""
