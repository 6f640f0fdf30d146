"""Files of other formats to text: what is article in a page, a PDF, a Word file or a message, and where each part stood."""
