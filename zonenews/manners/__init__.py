"""How a guest behaves: hours, delays, rests, budgets, one crawl a host."""
