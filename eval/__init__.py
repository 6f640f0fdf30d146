"""Scores anything of the shape `question -> Answer` on gold questions."""
