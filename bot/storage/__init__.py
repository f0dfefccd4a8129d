"""The stores: one repository a subject, each a few plain functions on a connection.

database.py   one function, one transaction, on SQLite (sqlite.py) or PostgreSQL (postgres.py)
schema.py     all tables, from tables/; migrations/ brings a database up to them
record.py     what happened is written down, one file of writing/ a kind of event, with the letters it causes
facts/        what a turn may know, read when it asks
insights/     what merchants learn          market/   what villagers sell
redis/        what may be lost: conversations, locks, sign-ins, quotas
seal.py       personal data at rest
"""
