"""A report as one page that needs nothing but a browser: no network, no server, and no script for reading it."""
