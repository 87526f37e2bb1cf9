"""How moments are written where Django writes them: as the public pages do, with a clock of 24 hours."""
