"""Who somebody is and where their goods arrive; who speaks with them; and what is forgotten of them."""
