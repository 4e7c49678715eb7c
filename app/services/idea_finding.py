"""Ideas that sound like a text or a ticket: those that share its words, the nearest first, with the words."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.models import Idea
from app.rules.actors import Actor
from app.rules.wordbags import surface
from app.schemas.ideas import SimilarIdea, SimilarIdeas
from app.services import ideas

SHOWN = 10
# Of all that share a word, those with the most words in common are compared.
COMPARED = 200
# A single common word says nothing of two long texts.
LEAST = 0.1
_SHARING = f"""SELECT i.id FROM ideas i WHERE i.stems && $1::text[] AND i.merged_into_id IS NULL AND NOT i.id = ANY ($2)
ORDER BY cardinality(ARRAY(SELECT unnest(i.stems) INTERSECT SELECT unnest($1::text[]))) DESC, i.id DESC
LIMIT {COMPARED}"""  # noqa: S608 - a number of ours


async def alike(session: AsyncSession, actor: Actor, text: str) -> SimilarIdeas:
    """Ideas that sound like this text; none where it has no words."""
    return SimilarIdeas(items=await by_words(session, actor, surface(text)))


async def by_words(
    session: AsyncSession, actor: Actor, written: Mapping[str, str], *, besides: Collection[UUID] = ()
) -> list[SimilarIdea]:
    """The same for stems, each with how it was written, without `besides`.

    How near is the part of the smaller text's words that the other one has too.
    """
    own = list(written)[: ideas.MOST_STEMS]
    if not own:
        return []
    rows = await (await raw_connection(session)).fetch(_SHARING, own, list(besides))
    ids = [UUID(int=row["id"].int) for row in rows]
    found = (await session.exec(ideas.visible_to(actor).where(col(Idea.id).in_(ids)))).all()
    near: list[tuple[float, Idea, list[str]]] = []
    for each in found:
        shared = [stem for stem in own if stem in set(each.stems)]
        likeness = len(shared) / max(1, min(len(own), len(each.stems)))
        if likeness >= LEAST:
            near.append((likeness, each, [written[stem] for stem in shared]))
    near.sort(key=lambda one: (-one[0], -one[1].votes, str(one[1].id)))
    best = near[:SHOWN]
    shown = await ideas.shown(session, actor, [each for _, each, _ in best])
    return [
        SimilarIdea(idea=idea, likeness=round(likeness, 3), words=words)
        for idea, (likeness, _, words) in zip(shown, best, strict=True)
    ]
