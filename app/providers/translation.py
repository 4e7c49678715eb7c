"""Translating a text through whichever provider is set up: taken apart, asked in bounded calls, checked, put together.

What leaves are sentences with marks in place of code, addresses and placeholders. Where a provider loses a mark or a
number, the sentence is asked for once more, bit by bit around them: what is kept survives any provider.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, Final

from app.providers import breaker, deepl, libretranslate, openai_translation, yandex
from app.providers.base import Endpoint, ProviderFailed, Translated
from app.rules import translating
from app.rules import translation_marks as marks
from app.rules.translation_marks import Kept, Part

PROVIDERS: Final[dict[str, ModuleType]] = {
    "libretranslate": libretranslate,
    "deepl": deepl,
    "yandex": yandex,
    "openai": openai_translation,
}


async def translate(endpoint: Endpoint, text: str, *, to: str, source: str | None = None, markdown: bool) -> Translated:
    """The text in another language, and the language that it was in. `endpoint.seconds` is for all of it.

    Raises `ProviderFailed` and, before anybody is asked, `translating.TooLongError`.
    """
    layout = translating.take_apart(text, markdown=markdown)
    wanted = [each.parts for each in translating.units(layout)]
    if not wanted:
        return Translated((text,), source)
    with breaker.counting(endpoint.name):
        try:
            async with asyncio.timeout(endpoint.seconds):
                # What an answer says is looked at here: a provider that lies is left alone as one that fails.
                texts, spoken = await _translated(replace(endpoint, judged=True), wanted, to, source)
        except TimeoutError as error:
            raise ProviderFailed("slow", f"no whole answer within {endpoint.seconds:g} s") from error
    return Translated((translating.put_together(layout, texts),), spoken)


async def look(endpoint: Endpoint) -> str:
    """That the provider is there and takes the key, in words for an admin. Raises `ProviderFailed`."""
    said: str = await PROVIDERS[endpoint.name.partition(":")[2]].look(endpoint)
    return said


async def _translated(
    endpoint: Endpoint, wanted: Sequence[tuple[Part, ...]], to: str, source: str | None
) -> tuple[list[str], str | None]:
    answers, spoken = await _asked(endpoint, [marks.marked(each) for each in wanted], to, source)
    made = [_judged(marks.read, each, answer) for each, answer in zip(wanted, answers, strict=True)]
    lost = {place: marks.apart(wanted[place]) for place, each in enumerate(made) if each is None}
    bits = [bit for parts in lost.values() for bit in parts if isinstance(bit, str)]
    if bits:
        again, _ = await _asked(endpoint, [marks.marked((bit,)) for bit in bits], to, source or spoken)
        read = iter([_judged(_bit, bit, answer) for bit, answer in zip(bits, again, strict=True)])
        for place, parts in lost.items():
            made[place] = "".join(part.text if isinstance(part, Kept) else next(read) for part in parts)
    return [each or "" for each in made], spoken


def _bit(said: str, answer: str) -> str:
    found = marks.plain(answer)
    marks.check(said, found)
    return found


def _judged(read: Callable[[Any, str], Any], said: Any, answer: str) -> Any:  # noqa: ANN401 - what is read of it
    try:
        return read(said, answer)
    except ValueError as error:
        raise ProviderFailed("nonsense", str(error)) from error


async def _asked(endpoint: Endpoint, texts: Sequence[str], to: str, source: str | None) -> tuple[list[str], str | None]:
    provider = PROVIDERS[endpoint.name.partition(":")[2]]
    ask: Callable[..., Awaitable[Translated]] = provider.translate
    found: list[str] = []
    spoken: str | None = None
    for some in _batches(texts, provider.TEXTS, provider.CHARACTERS):
        done = await ask(endpoint, some, to=to, source=source)
        found += done.texts
        spoken = spoken or done.source
    return found, spoken


def _batches(texts: Sequence[str], most: int, characters: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for each in texts:
        if batch and (len(batch) >= most or sum(map(len, batch)) + len(each) > characters):
            yield batch
            batch = []
        batch.append(each)
    yield batch
