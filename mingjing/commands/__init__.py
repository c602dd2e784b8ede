"""The commands behind `cli.py`, by subject. Nothing imports them but the command line."""
