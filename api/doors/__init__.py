"""Doors for other people's clients: each is a pure function from the contract's answer to what that client reads."""
