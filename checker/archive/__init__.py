"""The archive: what is attached to a page so that it can be replayed."""
