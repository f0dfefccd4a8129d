"""The visit of whoever fits an appliance: its day, another day, how it went, and what the house is like."""
