"""`zonenews crawl`: many sites, each crawled by a process of its own, so that a broken one hurts nobody."""
