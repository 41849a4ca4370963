"""What commands show on a terminal: tables and pages for people, safe whatever others wrote."""
