"""The interface for other programs: the menu of a case and one operation per act, through the same door as the pages."""
