"""Assessment: judging for somebody who hands in a submission: the one way that everybody goes."""
