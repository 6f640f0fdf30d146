"""One program for each system; they run in its own virtual environment and import nothing of ours but the protocol."""
