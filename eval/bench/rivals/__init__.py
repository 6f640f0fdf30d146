"""Other systems on the same articles, questions and machine; each runs in a virtual environment of its own."""
