"""The conversation, pure: a message and what is known in, a reply and events out.

take.py       a message of any kind comes in; commands of the conversation itself, then the acts that were understood
answer.py     the open question hears them first (asking/, one file a question), then each act's handler (handlers/)
next_step.py  what the basket still lacks, asked one at a time; when nothing is, the read-back
placing.py    a yes to exactly what was read back becomes an order
exchange.py   one turn in the making: handlers say, ask, cause and alert through it
replacing.py  a change to what is ordered: a basket that takes the order's place, with one yes for both
rolls.py      a 接龙 list, read back once, becomes an order a person
notices.py    who hears of an event outside the reply

What is said stands in `config/replies/*.yaml`; words only the dialogue listens for in `config/lexicon/dialogue.yaml`.
"""
