"""One file per kind of enforcement act; `law/registry.py` lists them."""
