"""What becomes of an order that is placed: paid, awaited, cancelled, returned."""
