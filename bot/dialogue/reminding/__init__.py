"""What is used up at home: reminders for who wished them, and a line under an order."""
