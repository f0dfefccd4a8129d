"""From goods that are named to an order that is placed."""
