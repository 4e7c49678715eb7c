"""The hot paths, kept together: one statement each on a raw asyncpg connection, no ORM objects.

They are called by the services of the same noun, so that both ways have one meaning:
`tickets.py` (create, read), `ticket_lists.py` (list), `messages.py` (append, list), `events.py` (since).
The SQL functions they call are in `alembic/sql/`. JSON crosses as text: the two pools decode it differently.
"""
