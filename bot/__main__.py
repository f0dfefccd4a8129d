"""`python -m bot` is `cunkou`."""

from bot.cli import main

main()
