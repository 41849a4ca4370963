"""Beyond one machine: sites wait in a queue on the archive's own PostgreSQL, and workers crawl them."""
