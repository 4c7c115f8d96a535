"""A policy as an officer types it from its document, and the ruleset that it comes to."""
