"""What a crawl writes to its log: bounded, without secrets, unable to forge a line."""
