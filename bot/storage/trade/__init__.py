"""Goods, what there is of them, and orders."""
