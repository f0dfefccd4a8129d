"""What villagers sell: listings, what is sold of them, and what their sellers are paid."""
