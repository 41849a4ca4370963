"""What a crawl remembers of its hosts and lists between runs, so that it behaves as one guest, not as many."""
