"""办案: the door and everything that depends on a case."""
