"""Files from elsewhere, fetched so that nobody can reach what is private through us."""
