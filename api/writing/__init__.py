"""Articles in and out over HTTP."""
