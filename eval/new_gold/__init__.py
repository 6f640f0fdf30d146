"""Gold questions from a user's own articles: proposed, looked at by a person, and kept one by one."""
