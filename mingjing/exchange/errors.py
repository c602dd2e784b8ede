"""Why a file as a whole cannot be read."""


class BadFile(Exception):
    """One sentence says why. Nothing was imported."""
