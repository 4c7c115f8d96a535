"""The pages of the program in a browser."""
