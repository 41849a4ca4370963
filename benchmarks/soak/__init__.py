"""What takes long to show: crawls that are killed again and again, and a month of many sites."""
