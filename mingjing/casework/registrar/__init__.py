"""名录的页面: lists, records with their history, changes asked and agreed. What is decided stands in `registry/`."""
