"""The values that words state, in many languages, so that two articles can be found to agree or to differ."""
