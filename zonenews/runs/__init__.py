"""A run: its row in the archive, its end, and what it may use of the machine."""
