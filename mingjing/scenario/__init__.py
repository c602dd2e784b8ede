"""Scenarios: stories a lawyer reads (YAML), played through the real door on an empty practice home."""
