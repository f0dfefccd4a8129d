"""The conversation, pure: a message and what is known in, a reply and events out.

take.py       a message of any kind comes in; commands of the conversation itself, then the acts that were understood
answer.py     the open question hears them first (asking/, one file a question), then each act's handler (handlers/)
basket/       from goods that are named to an order: next_step.py asks for what is still missing, one at a time; when nothing
              is, the read-back; a yes to exactly that is placing.py's; replacing.py changes what is ordered, with one yes
exchange.py   one turn in the making: handlers say, ask, cause and alert through it

Rooms: asking/ and handlers/ hear, notices/ says who else hears of an event; orders/ is what becomes of what was ordered,
person/ who somebody is and where their goods arrive; counter/ is the manager's, market/ what villagers sell, family/ a child
in the city, fitting/ the fitter's visit, merchants/ surveys and offers, learning/ courses, reminding/ what runs out. What a
room may know of the world is its facts.py; facts.py here holds them all.

What is said stands in `config/replies/*.yaml`; words only the dialogue listens for in `config/lexicon/dialogue.yaml`.
"""
