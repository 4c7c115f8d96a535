"""Concluding: small facts in, conclusions out, by one table of rules and either engine."""
