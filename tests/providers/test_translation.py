"""Each translation service is asked as its documentation says, and what is to stay stays whatever it loses."""

from collections.abc import AsyncIterator

import orjson
import pytest

from app import doctor_translation
from app.providers import breaker, deepl, translation
from app.providers.base import Endpoint, ProviderFailed
from app.services import translating
from app.settings import Settings
from tests.providers.translators import KEY, Translator, a_translator
from tests.receivers import Answer, saying

NAMES = ("libretranslate", "deepl", "yandex", "openai")
TEXT = "Die Rechnung #77 ist **falsch** & alt: https://shop.example/7\n\n```\ncode\n```"
SAID = "EN(DIE RECHNUNG #77 IST **FALSCH** & ALT: https://shop.example/7)\n\n```\ncode\n```"


@pytest.fixture
async def service() -> AsyncIterator[Translator]:
    """A service."""
    breaker.forget()
    async with a_translator() as made:
        yield made
    breaker.forget()


def at(service: Translator, name: str, **more: object) -> Endpoint:
    given = {"translation_provider": name, "translation_url": service.url, "translation_key": KEY}
    found = translating.endpoint(Settings.model_validate({**given, "translation_model": "small", **more}))
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
async def test_every_provider_translates_and_says_from_what(service: Translator, name: str) -> None:
    found = await translation.translate(at(service, name), TEXT, to="en-GB", markdown=True)
    assert (found.texts, found.source) == ((SAID,), "de")
    assert len(service.asked) == 1
    assert "shop.example" not in orjson.dumps(service.asked).decode()
    # What is known is said, and a second sentence is no second call.
    await translation.translate(at(service, name), "Hallo du\nund ihr", to="ru", source="de", markdown=False)
    assert len(service.asked) == 2
    assert len(service.texts) == 3


@pytest.mark.parametrize("name", NAMES)
async def test_what_a_provider_loses_is_asked_for_around_it(service: Translator, name: str) -> None:
    service.loses_marks = True
    found = await translation.translate(at(service, name), "Siehe #77 und mehr um 17:30", to="en", markdown=False)
    assert found.texts == ("EN(SIEHE) #77 EN(UND MEHR UM) 17:30",)
    assert len(service.asked) == 2


@pytest.mark.parametrize("name", NAMES)
async def test_a_wrong_key_is_the_operators_to_mend(service: Translator, name: str) -> None:
    with pytest.raises(ProviderFailed) as failed:
        await translation.translate(at(service, name, translation_key="wrong"), "Hallo", to="en", markdown=False)
    assert failed.value.kind == "refused"
    assert not failed.value.passing


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b'{"translations": [], "translatedText": []}', b'{"translatedText": [5], "translations": [5]}',
     b'{"translatedText": "Hello", "translations": [{"text": null}]}',
     b'{"choices": [{"message": {"content": "Sure! Here is the translation: Hello"}}]}',
     b'{"choices": [{"message": {"content": "{\\"texts\\": []}"}}]}'],
)  # fmt: skip
async def test_an_answer_of_another_shape_is_nonsense(service: Translator, name: str, body: bytes) -> None:
    service.instead = saying(200, body=body)
    with pytest.raises(ProviderFailed) as failed:
        await translation.translate(at(service, name), "Hallo", to="en", markdown=False)
    assert failed.value.kind == "nonsense"


@pytest.mark.parametrize("said", ["", "so " * 200, "<html><body>Sign in</body></html>", "See https://evil.example now"])
async def test_a_provider_that_lies_is_refused_and_then_left_alone(service: Translator, said: str) -> None:
    service.instead = saying(200, body=orjson.dumps({"translatedText": [said]}))
    for _ in range(5):
        with pytest.raises(ProviderFailed) as failed:
            await translation.translate(at(service, "libretranslate"), "Hallo du", to="en", markdown=False)
        assert failed.value.kind == "nonsense"
    with pytest.raises(ProviderFailed) as failed:
        await translation.translate(at(service, "libretranslate"), "Hallo du", to="en", markdown=False)
    assert failed.value.kind == "resting"


async def test_a_long_text_goes_in_calls_that_the_provider_takes(service: Translator) -> None:
    text = "Ein Satz von einigen Worten. " * 500
    found = await translation.translate(at(service, "yandex"), text, to="en", markdown=False)
    assert len(service.asked) > 1
    assert found.texts[0].count("SATZ") == 500


async def test_the_time_is_for_all_calls_together(service: Translator) -> None:
    service.gate.clear()
    with pytest.raises(ProviderFailed) as failed:
        await translation.translate(at(service, "deepl", translation_timeout=0.1), "Hallo", to="en", markdown=False)
    assert failed.value.kind == "slow"


@pytest.mark.parametrize("text", ["", "👍", "https://shop.example", "```\ncode\n```"])
async def test_what_has_no_words_is_asked_of_nobody(service: Translator, text: str) -> None:
    found = await translation.translate(at(service, "deepl"), text, to="en", markdown=True)
    assert found.texts == (text,)
    assert not service.asked


@pytest.mark.parametrize(
    ("to", "said"), [("en", "EN-US"), ("en-GB", "EN-GB"), ("pt-BR", "PT-BR"), ("zh-TW", "ZH-HANT"), ("de-AT", "DE")]
)
async def test_deepl_is_told_variants_as_it_has_them(service: Translator, to: str, said: str) -> None:
    await translation.translate(at(service, "deepl"), "Привет", to=to, markdown=False)
    assert service.asked[0][1]["target_lang"] == said


def test_a_free_key_belongs_to_another_host() -> None:
    assert deepl.url("abc:fx") == "https://api-free.deepl.com"
    found = translating.endpoint(Settings.model_validate({"translation_provider": "deepl", "translation_key": "abc"}))
    assert found is not None
    assert found.url == "https://api.deepl.com"
    assert translating.endpoint(Settings()) is None


@pytest.mark.parametrize("name", NAMES)
async def test_the_doctor_asks_what_costs_nothing(service: Translator, name: str) -> None:
    assert await translation.look(at(service, name))
    assert "/translate" not in [path for path, _ in service.asked]
    given = {"translation_provider": name, "translation_url": service.url, "translation_key": KEY}
    found = await doctor_translation.examine(Settings.model_validate({**given, "translation_model": "small"}))
    assert found.ok
    assert name in found.detail
    service.instead = saying(401)
    found = await doctor_translation.examine(Settings.model_validate({**given, "translation_model": "small"}))
    assert not found.ok
    assert KEY not in found.detail + found.advice
    assert (await doctor_translation.examine(Settings())).ok


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"translation_provider": "libretranslate"}, "OTKLIK_TRANSLATION_URL"),
        ({"translation_provider": "deepl"}, "OTKLIK_TRANSLATION_KEY"),
        ({"translation_provider": "yandex", "translation_url": "https://x.example"}, "OTKLIK_TRANSLATION_KEY"),
        ({"translation_provider": "openai", "translation_key": "k"}, "OTKLIK_TRANSLATION_MODEL"),
        ({"translation_provider": "google"}, "libretranslate"),
        ({"translation_url": "https://user:pass@x.example"}, "pattern"),
        ({"translation_timeout": 0}, "greater"),
    ],
)
def test_a_provider_that_cannot_be_asked_is_refused_at_the_start(given: dict[str, object], lacking: str) -> None:
    with pytest.raises(ValueError, match=lacking):
        Settings.model_validate(given)


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (saying(429, "retry-after: 7"), 503, "busy"),
        (saying(456), 503, "busy"),
        (saying(403), 503, "refused"),
        (saying(400, body=b'{"message": "no such language"}'), 503, "rejected"),
        (saying(200, body=b"<html>"), 503, "nonsense"),
    ],
)
async def test_a_failure_is_a_problem_with_a_reason(
    service: Translator, answer: Answer, status: int, reason: str
) -> None:
    service.instead = answer
    with pytest.raises(ProviderFailed) as failed:
        await translation.translate(at(service, "deepl"), "Hallo", to="en", markdown=False)
    problem = translating.refusal(failed.value)
    assert (problem.status, problem.code, problem.extra) == (
        status,
        "translation_unavailable",
        {"reason": reason, "passing": failed.value.passing},
    )
    if reason == "busy":
        assert problem.headers["Retry-After"] in {"7", "3600"}
    assert KEY not in problem.detail
