"""The reader: marks the words of a passage that answer a question, or says that the passage does not answer."""
