"""`/v1/survey-pages/{token}` and `/surveys/{token}`: looking changes nothing, answering does, for a day."""

import asyncio
from typing import Any

from app.services import rate_limits, survey_pages
from tests.api.test_feedback import events, solved, token_of
from tests.api.test_surveys import PATH, SCORE, WHY, asked, survey
from tests.conftest import Api, Callers

PAGES = "/v1/survey-pages"
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def one(callers: Callers, **more: Any) -> tuple[Api, Api, dict[str, Any], str]:
    """A customer who is asked with a survey: an agent, they, their ticket, their token."""
    anna, vera = await callers.agent(), await callers.customer()
    await (await callers.admin()).post(PATH, survey("after", **more))
    ticket = await solved(anna, vera, anna)
    return anna, vera, ticket, (await asked(vera, ticket))["survey_token"]


async def test_an_answer_is_given_once_and_can_be_said_otherwise_for_a_day(callers_: Callers) -> None:
    anna, vera, ticket, token = await one(callers_)
    nobody, path = callers_.nobody(), f"{PAGES}/{token}"
    assert (await nobody.get(path))["state"] == "open"
    wrong = [{"score": 0}, {"score": "5"}, {"score": 5, "other": 1}, {}, {"score": 1}, {"score": 1, "why": "none"}]
    for answers in wrong:
        await nobody.refused("POST", path, 422, "invalid", json={"answers": answers})
    # Two at once: one is the answer, the other says it otherwise.
    bodies = [{"answers": {"score": 1, "why": "slow"}}, {"answers": {"score": 5, "why": "rude"}}]
    two = await asyncio.gather(*(nobody("POST", path, json=each) for each in bodies))
    assert sorted(each.status_code for each in two) == [200, 201]
    page = await nobody.post(path, bodies[1], expect=200)
    assert (page["state"], page["answers"]) == ("answered", {"score": 5})
    assert page["editable_until"] is not None
    (read,) = (await anna.get("/v1/feedback"))["items"]
    said = await anna.get(f"/v1/feedback/{read['id']}/versions")
    logged = [each for kind in ("feedback.given", "feedback.changed") for each in await events(anna, ticket, kind)]
    # The same again has changed nothing: one version for each change that the log tells of.
    assert len(said["items"]) == len(logged) - 1 <= 2
    assert (read["score"], read["answers"], read["edited_at"] is not None) == (5, {"score": 5}, True)
    await nobody.refused("POST", "/v1/feedback", 409, "already_answered", json={"survey_token": token, "score": 1})
    # A day later it stays as it is. A reopened ticket takes back nothing that was said.
    await vera.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "Again"})
    assert (await nobody.get(path))["state"] == "answered"
    async with callers_.desk.database.lean() as connection:
        await connection.execute("UPDATE feedback SET created_at = created_at - interval '25 hours'")
    assert (await nobody.get(path))["editable_until"] is None
    await nobody.refused("POST", path, 409, "already_answered", json=bodies[0])
    summary = await anna.get("/v1/feedback/summary")
    assert (summary["count"], summary["average"]) == (1, 5.0)


async def test_tokens_that_are_guessed_expired_or_taken_back_tell_nothing(callers_: Callers) -> None:
    anna, vera, ticket, token = await one(callers_)
    nobody = callers_.nobody()
    for guess in ("srv_guess", token[:-1], "x" * 200, "%F0%9F%98%80"):
        answer = await nobody.http.get(f"{PAGES}/{guess}")
        assert answer.status_code in {404, 422}, guess
        page = await nobody.http.get(f"/surveys/{guess}")
        assert (page.status_code, "How was" in page.text) == (404, False)
    async with callers_.desk.database.lean() as connection:
        await connection.execute("UPDATE survey_invitations SET expires_at = now() - interval '1 second'")
    expired = await nobody.get(f"{PAGES}/{token}")
    assert (expired["state"], expired["questions"], expired["metric"]) == ("expired", [], None)
    await nobody.refused("POST", f"{PAGES}/{token}", 409, "survey_expired", json={"answers": {"score": 5}})
    await vera.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "Again"})
    assert (await nobody.get(f"{PAGES}/{token}"))["state"] == "cancelled"
    await nobody.refused("POST", f"{PAGES}/{token}", 409, "survey_cancelled", json={"answers": {"score": 5}})
    assert "taken back" in (await nobody.http.get(f"/surveys/{token}")).text
    other = await solved(anna, vera, anna)
    gone = (await asked(vera, other))["survey_token"]
    target = await vera.post("/v1/tickets", {"subject": "s", "body": "b"})
    await anna.post(f"/v1/tickets/{target['id']}/merge", {"source_ids": [other["id"]]}, expect=200)
    await nobody.refused("POST", f"{PAGES}/{gone}", 409, "survey_cancelled", json={"answers": {"score": 5}})
    await nobody.refused("POST", "/v1/feedback", 409, "survey_cancelled", json={"survey_token": gone, "score": 5})
    assert "at work" not in (await nobody.http.get(f"/surveys/{gone}")).text
    # Who guesses is soon stopped; who has a link is not.
    rate_limits.forget()
    for _ in range(survey_pages.GUESSES - 1):
        rate_limits.check("survey_guesses", "127.0.0.1", limit=survey_pages.GUESSES, seconds=60)
    statuses = [(await nobody.http.get(f"{PAGES}/{each}")).status_code for each in (token, token, "srv_a", "srv_b")]
    assert statuses == [200, 200, 404, 429]
    assert (await nobody.http.get("/surveys/srv_x")).status_code == 429
    rate_limits.forget()


async def test_programs_that_open_links_vote_for_nobody(callers_: Callers) -> None:
    anna, _, ticket, token = await one(callers_)
    nobody = callers_.nobody()
    for method, headers in (("GET", {}), ("HEAD", {}), ("GET", {"purpose": "prefetch", "sec-purpose": "prefetch"})):
        page = await nobody.http.request(method, f"/surveys/{token}?score=1", headers=headers)
        assert page.status_code == 200
    assert 'value="1" checked' in (await nobody.http.get(f"/surveys/{token}?score=1")).text
    assert " checked" not in (await nobody.http.get(f"/surveys/{token}?score=9&why=x&_shown=a&score=x")).text
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert "noindex" in page.headers["x-robots-tag"]
    assert await events(anna, ticket, "feedback.given") == []
    assert (await nobody.get(f"{PAGES}/{token}"))["state"] == "open"


async def test_a_page_asks_on_without_a_script(callers_: Callers) -> None:
    hostile = '<script>alert(1)</script>"&\u202e'
    texts = {"en": {"title": hostile, "options": {"slow": hostile, "rude": "Rude"}}}
    more = {"key": "words", "kind": "text", "texts": {"en": {"title": "Words"}}}
    anna, _, ticket, token = await one(
        callers_,
        questions=[SCORE, {**WHY, "texts": texts}, more],
        texts={"en": {"title": hostile, "thanks": "Thanks!"}},
    )
    nobody, where = callers_.nobody(), f"/surveys/{token}"
    page = await nobody.http.get(where)
    assert "script" not in page.headers["content-security-policy"]
    assert ("<script" in page.text, 'name="why"' in page.text, "Next" in page.text) == (False, False, True)

    async def send(**fields: Any) -> Any:
        return await nobody.http.post(where, data=fields)

    # A bad score asks why, and keeps nothing before that is seen.
    step = await send(score="1", words=hostile, _shown="score,words")
    assert (step.status_code, 'name="why"' in step.text, "&lt;script&gt;" in step.text) == (200, True, True)
    assert "<script" not in step.text
    assert await events(anna, ticket, "feedback.given") == []
    missing = await send(score="1", words=hostile, _shown="score,why,words")
    assert (missing.status_code, "Please answer this question" in missing.text) == (422, True)
    done = await send(score="1", why="rude", words=hostile, _shown="score,why,words")
    assert (done.status_code, done.headers["location"]) == (303, where)
    thanks = await nobody.http.get(where)
    assert ("Thanks!" in thanks.text, "Change the answer" in thanks.text) == (True, True)
    await send(score="4", words="Better", _shown="score,why,words")
    (read,) = (await anna.get("/v1/feedback"))["items"]
    assert read["answers"] == {"score": 4, "words": "Better"}
    # What is no form of ours changes nothing.
    for content, headers, status in (
        (b"{}", {"content-type": "application/json"}, 415), (b"\xff=%00", FORM, 400), (b"score=%00", FORM, 400),
        (b"a=1&" * 1000, FORM, 400), (b"x" * 1_500_000, FORM, 413), (b"", FORM, 200),
    ):  # fmt: skip
        assert (await nobody.http.post(where, content=content, headers=headers)).status_code == status
    (read,) = (await anna.get("/v1/feedback"))["items"]
    assert read["answers"] == {"score": 4, "words": "Better"}


async def test_the_built_in_question_has_the_same_page_in_the_readers_language(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await solved(anna, vera, anna, body="Помогите, пожалуйста, сайт не открывается")
    token, nobody = await token_of(vera, ticket), callers_.nobody()
    page = await nobody.http.get(f"/surveys/{token}", headers={"accept-language": "de"})
    assert ('lang="ru"' in page.text, "Как мы вам помогли?" in page.text) == (True, True)
    assert "How was our help?" in (await nobody.http.get(f"/surveys/{token}?locale=en")).text
    assert (await nobody.http.get(f"/surveys/{token}?locale=%3Cscript%3E")).status_code == 200
    sent = await nobody.http.post(f"/surveys/{token}", data={"score": "5", "comment": "Да", "_shown": "score,comment"})
    assert sent.status_code == 303
    (read,) = (await anna.get("/v1/feedback"))["items"]
    assert (read["score"], read["comment"], read["answers"], read["survey"]) == (5, "Да", {}, None)
    page = await nobody.post(f"{PAGES}/{token}", {"answers": {"score": 3}}, expect=200)
    assert page["answers"] == {"score": 3}
