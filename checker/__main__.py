"""Lets ``python -m checker`` run the command; owns nothing else."""

from checker.cli import main

if __name__ == "__main__":
    main()
