"""What `otklik doctor` says of topics that are learnt: whether what learns is installed, and is needed."""

from app import learning
from app.db import Connection
from app.postgres import Finding

_ACTIVE = "SELECT count(*) FROM topic_models WHERE state = 'active'"


async def examine(connection: Connection) -> Finding:
    """One line. A model that is in use and cannot be asked here is a fault: new tickets get no suggestion."""
    active = int(await connection.fetchval(_ACTIVE))
    if learning.installed():
        return Finding("topics", ok=True, detail=f"what learns is installed, {active} models in use")
    advice = "Install the extra `[ml]` here, or retire the models." if active else ""
    return Finding(
        "topics", ok=not active, detail=f"what learns is not installed, {active} models in use", advice=advice
    )
