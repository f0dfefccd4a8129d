"""The way of goods to the village: lorry loads, parcels, and fitters."""
