"""Question sets and results in the forms that others use."""
