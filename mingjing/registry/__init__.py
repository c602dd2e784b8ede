"""名录: who may act and on what. Rows are written only by `rows.py`, read by `reads.py`, judged by `access.py`."""
