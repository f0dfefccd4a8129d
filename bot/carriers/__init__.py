"""Carriers that tell of parcels by themselves: one file a platform, each a pure reading of what comes in."""
