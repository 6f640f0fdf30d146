"""Articles in, passages out: reading, noise mask, sentences, chunks, embedding, FAISS, lexical index and search."""
