"""Which goods a clause names, how many of each, and which are only talked of."""
