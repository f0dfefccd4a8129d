"""From a villager's words to acts. Pure: no I/O, no state but the lexicons read at start."""
