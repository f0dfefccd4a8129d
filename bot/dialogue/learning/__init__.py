"""What managers learn by chat: courses in small pieces, and drills of what went wrong."""
