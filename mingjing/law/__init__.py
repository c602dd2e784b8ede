"""What the law says: vocabulary, procedures, calendar, parameters and the engine that judges a move."""
