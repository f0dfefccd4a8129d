"""From a villager's words to acts. Pure: no I/O, no state but the lexicons read at start.

understand.py   the stages in their order: one way of writing (text/, typed/), clauses, what is asked, which goods
decide.py       what a message is about as a whole (recognisers/, one file an intent), else what reader.py reads of its clauses
goods/          which goods a clause names, and how many of each
values/         numbers, units, days, people
acts.py         what comes out: one small class an intent, with its slots
"""
