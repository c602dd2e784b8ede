"""The demonstration: an invented city, its people and a few cases. Everything in it is marked as invented."""
