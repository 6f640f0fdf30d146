"""The encoder: where it comes from, and how it turns text into vectors."""
