"""Villagers sell: offers, the station's inspection, buyers of other villages, hand-over and money."""
