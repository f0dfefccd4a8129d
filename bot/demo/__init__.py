"""A village to try cunkou in: the platforms' stand-ins, people who write, and a day that is played through HTTP."""
