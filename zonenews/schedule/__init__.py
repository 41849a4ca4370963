"""`zonenews schedule`: writes what has each site crawled by itself, as systemd units or as a crontab."""
