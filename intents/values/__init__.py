"""What is counted, dated, measured or called by name: numbers, days, units, people."""
