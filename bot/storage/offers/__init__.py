"""Merchants' offers, who decides about them and what came of them; and surveys."""
