"""The relational store: one function, one transaction, whichever database it is."""
