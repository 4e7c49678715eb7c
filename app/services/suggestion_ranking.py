"""What agents took for tickets like this one: a bounded number of examples is fetched, and ranked by the rules."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.suggesting import LATELY, Suggestion, Use, rank
from app.services import suggestion_marks
from app.services.suggestion_marks import Kind

# Examples that are fetched because they share rare words: so many words, and so many examples with all of them.
RARE_WORDS, EXAMPLES = 16, 400

# The newest are always looked at: they say what is used lately, and at a small desk they are all there are.
_PAST = f"""WITH lately AS MATERIALIZED (
 SELECT ticket_id, about_id, dismissed, marks, at FROM suggestion_examples
 WHERE kind = $1 AND brand = $2 AND NOT dismissed ORDER BY at DESC, ticket_id DESC LIMIT {LATELY}
), alike AS MATERIALIZED (
 SELECT ticket_id, about_id, dismissed, marks, at, kind FROM suggestion_examples
 WHERE marks && $3::text[] LIMIT {EXAMPLES}
)
SELECT *, true AS lately FROM lately UNION ALL
SELECT ticket_id, about_id, dismissed, marks, at, false FROM alike a WHERE kind = $1
AND NOT EXISTS (SELECT FROM lately l WHERE l.ticket_id = a.ticket_id AND l.about_id = a.about_id)
ORDER BY at DESC, ticket_id DESC"""  # noqa: S608 - numbers of ours


async def ranked(
    connection: Connection,
    kind: Kind,
    brand: str,
    ticket_id: UUID,
    asked: Collection[str],
    own: Mapping[UUID, Collection[str]],
) -> list[Suggestion]:
    """What to suggest for a ticket with these stems, the best first. `own` are the stems of what may be suggested.

    The ticket's own examples do not vote for it.
    """
    counts = await suggestion_marks.counts(connection, kind, brand, asked)
    rows = await connection.fetch(_PAST, kind, brand, _rare(kind, brand, asked, counts.of))
    past = [_use(kind, brand, row) for row in rows if row["ticket_id"] != ticket_id]
    lately = [UUID(int=row["about_id"].int) for row in rows if row["lately"] and row["ticket_id"] != ticket_id]
    return rank(asked, past, lately, own, counts)


def _rare(kind: Kind, brand: str, asked: Collection[str], examples: Mapping[str, int]) -> list[str]:
    """Marks that are few enough to fetch all examples of: the rarest, until these are as many as may be looked at."""
    known = sorted((examples[stem], stem) for stem in asked if stem in examples)
    chosen: list[str] = []
    left = EXAMPLES
    for count, stem in known[:RARE_WORDS]:
        left -= count
        if left < 0:
            break
        chosen.append(stem)
    return suggestion_marks.marks(kind, brand, chosen)


def _use(kind: Kind, brand: str, row: Any) -> Use:  # noqa: ANN401 - a row
    stems = suggestion_marks.stems(kind, brand, row["marks"])
    return Use(UUID(int=row["about_id"].int), stems, UUID(int=row["ticket_id"].int), dismissed=row["dismissed"])
