"""Chat platforms: pure adapters from an answer to each platform's message, and a thin shell around them."""
