"""Pictures and attachments that a crawl keeps."""
