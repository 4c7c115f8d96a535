"""What may be asked of the program by anybody, through a terminal or a browser: files in, results out."""
