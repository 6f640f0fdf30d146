"""What a quote holds, so that it can be read alone."""
