"""The capsule: what is attached to a page so that it can be replayed, packed and unpacked."""
