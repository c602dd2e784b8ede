"""互联互通: import maps and the replay of real records as new cases."""
