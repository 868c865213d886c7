"""What people said of articles: the store of a home, its memory in tagging, exchange with other tools, samples to check."""
