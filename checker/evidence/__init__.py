"""Evidence: what a dossier states, in the words and units of one ruleset; nothing is weighed yet."""
