"""Papers (文书): from the content of an act to words, a page in official layout, and the bytes that are issued."""
