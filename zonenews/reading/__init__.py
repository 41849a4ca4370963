"""Pages are read in a process of their own, and read again from what is archived."""
