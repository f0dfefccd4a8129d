"""The goods: what they are, how they are found. Pure; imports nothing of cunkou."""
