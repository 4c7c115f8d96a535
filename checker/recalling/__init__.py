"""Published releases called up again: each with its own packages, in an environment beside ours."""
