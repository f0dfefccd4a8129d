"""What merchants ask and offer by chat: surveys, offers, and what people were interested in."""
