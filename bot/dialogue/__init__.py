"""The conversation, pure: a message and what is known in, a reply and events out.

take.py       a message of any kind comes in; commands of the conversation itself, then the acts that were understood
answer.py     the open question hears them first (asking/, one file a question), then each act's handler (handlers/)
next_step.py  what the basket still lacks, asked one at a time; when nothing is, the read-back
placing.py    a yes to exactly what was read back becomes an order
exchange.py   one turn in the making: handlers say, ask, cause and alert through it
replacing.py  a change to what is ordered: a basket that takes the order's place, with one yes for both

Rooms: asking/ and handlers/ hear, notices/ says who else hears of an event; counter/ is the manager's, market/ what villagers
sell, family/ a child in the city, fitting/ the fitter's visit, merchants/ surveys and offers, learning/ courses, reminding/
what runs out. What a room may know of the world is its facts.py; facts.py here holds them all.

What is said stands in `config/replies/*.yaml`; words only the dialogue listens for in `config/lexicon/dialogue.yaml`.
"""
