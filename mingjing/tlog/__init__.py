"""Tamper evidence: pure functions over the C2SP transparency-log formats; a copied folder runs on its own."""
