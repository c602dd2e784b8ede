"""公示: what the public may see of a decision, and the portal that shows it. A projection of the ledger."""
