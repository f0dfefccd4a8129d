"""A child in the city orders and pays for the parents in the village, once both have said so."""
