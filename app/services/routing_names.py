"""What agents, teams, skills and queues are called now, also those who are disabled or archived."""

from app.db import Connection
from app.rules.routing_mentions import Mentions
from app.rules.routing_words import Names

_NAMES = """SELECT 'agents' AS kind, id, name FROM agents WHERE id = ANY ($1::uuid[])
UNION ALL SELECT 'teams', id, name FROM teams WHERE id = ANY ($2::uuid[])
UNION ALL SELECT 'skills', id, name FROM skills WHERE id = ANY ($3::uuid[])
UNION ALL SELECT 'queues', id, name FROM queues WHERE id = ANY ($4::uuid[])"""


async def of(connection: Connection, said: Mentions) -> Names:
    """The names of all that is mentioned; of what is gone for good, the name that it had then."""
    known = {"agents": said.agents, "teams": said.teams, "skills": said.skills, "queues": said.queues}
    found = {kind: dict(names) for kind, names in known.items()}
    for row in await connection.fetch(_NAMES, *(list(names) for names in known.values())):
        found[row["kind"]][row["id"]] = row["name"]
    return Names(**found)
