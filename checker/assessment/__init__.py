"""Assessment: what is done for somebody who hands in a submission."""
