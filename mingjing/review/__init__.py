"""法制审核: the reviewer's queue and desk. The gate itself is a guard in `law/` and a trigger in the database."""
