"""Asking the translation provider of this desk, if it has one, and what its failures mean to whoever asked."""

from app.errors import AppError, Invalid, NotSetUp, OutOfOrder, Unavailable, pointer
from app.providers import deepl, openai_translation, translation, yandex
from app.providers.base import Endpoint, ProviderFailed, Translated
from app.rules.translating import TooLongError
from app.rules.translation_notices import locale
from app.settings import Settings, settings

CODE = "translation_unavailable"
_ADDRESSES = {"yandex": yandex.URL, "openai": openai_translation.URL}
# When a provider does not say, this is a fair guess.
_RETRY_SECONDS = 5.0


def endpoint(found: Settings | None = None) -> Endpoint | None:
    """The provider that is set up; None: nobody translates."""
    found = found or settings()
    name = found.translation_provider
    if name is None:
        return None
    key = found.translation_key.get_secret_value() if found.translation_key is not None else ""
    url = found.translation_url or (deepl.url(key) if name == "deepl" else _ADDRESSES.get(name, ""))
    return Endpoint(
        name=f"translation:{name}",
        url=url.rstrip("/"),
        key=key,
        model=found.translation_model or "",
        seconds=found.translation_timeout,
    )


def name() -> str:
    """The provider's name, as it is kept with a translation."""
    return settings().translation_provider or ""


def needed() -> Endpoint:
    """The provider. Raises `NotSetUp` (`translation_unavailable`, reason `off`)."""
    found = endpoint()
    if found is None:
        detail = "This desk has no translation provider (OTKLIK_TRANSLATION_PROVIDER)"
        raise NotSetUp(detail, code="translation_unavailable", reason="off", passing=False)
    return found


async def translate(text: str, *, to: str, source: str | None, markdown: bool) -> Translated:
    """The text in another language. Call it while no transaction is open.

    Raises `NotSetUp`, `OutOfOrder` and `Unavailable` (`translation_unavailable` with a `reason`), and `Invalid`
    (`text_too_long`).
    """
    try:
        return await translation.translate(needed(), text, to=to, source=source, markdown=markdown)
    except TooLongError as error:
        raise Invalid(str(error)[:1].upper() + str(error)[1:], code="text_too_long") from error
    except ProviderFailed as failure:
        raise refusal(failure) from failure


def refusal(failure: ProviderFailed) -> AppError:
    """The problem that a provider's failure is."""
    detail = f"The translation provider cannot be used: {failure.text}"
    if not failure.passing:
        return OutOfOrder(detail, code="translation_unavailable", reason=failure.kind, passing=False)
    wait = failure.retry_after if failure.retry_after is not None else _RETRY_SECONDS
    return Unavailable(detail, code="translation_unavailable", retry_after=wait, reason=failure.kind, passing=True)


def check_language(code: str, field: str) -> None:
    """Raises `Invalid` (`unknown_language`) for a code of no language."""
    if locale(code) is None:
        detail = f"{code} is no language that is known: write it like de or pt-BR"
        raise Invalid(detail, code="unknown_language", errors=[pointer(field, detail)])
