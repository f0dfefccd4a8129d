"""What a station's manager says at the counter: orders for others, arrivals, the shelf, cash, and taking it back."""
