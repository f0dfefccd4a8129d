"""Stations, villages and counties, and what each must know."""
