"""A question and passages in, a cited answer out."""
