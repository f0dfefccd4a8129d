"""Ledgers, only ever added to: cash over the counter, and payments by a platform."""
