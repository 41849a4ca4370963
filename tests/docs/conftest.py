"""Documents are tested by who reads them: as commands, as a site, as a newcomer."""
