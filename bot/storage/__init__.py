"""The stores: one repository a subject, each a few plain functions on a connection.

sql/          one function, one transaction (database.py), on SQLite (sqlite.py) or PostgreSQL (postgres.py)
schema.py     all tables, from tables/; migrations/ brings a database up to them
record.py     what happened is written down, one file of writing/ a kind of event, with the letters it causes
facts/        what a turn may know, read when it asks
redis/        what may be lost: conversations, locks, sign-ins, quotas
privacy/      personal data: sealed, found, handed out, forgotten

Repositories: messages/ in and out, persons/ and network/ (stations, villages, counties), trade/ (goods and orders), delivery/,
money/, market/ (what villagers sell), offers/ and insights/ of merchants, training/.
"""
