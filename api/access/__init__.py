"""Who may ask and who may write: keys, tokens, quotas, collections, and the log of what was written."""
