"""Layout: from a page's raw text to its articles, paragraphs and sentences."""
