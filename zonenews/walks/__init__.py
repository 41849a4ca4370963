"""Walking a section from its first list page: when to go on, when to stop, how far it came."""
