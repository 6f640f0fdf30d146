"""Names, found again where they are written in other letters."""
