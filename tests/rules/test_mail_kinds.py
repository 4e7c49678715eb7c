"""Who wrote a mail: a person, a machine, a list, or the desk itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.mail_budgets import Answered, may_answer, may_go_on
from app.rules.mail_kinds import MailFacts, ReportFact, kind_of

REPORT = {"content-type": ('multipart/report; report-type=delivery-status; boundary="x"',)}


def headers(**values: str) -> dict[str, tuple[str, ...]]:
    return {name.replace("_", "-"): (value,) for name, value in values.items()}


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "person"),
        ({"headers": headers(auto_submitted="no")}, "person"),
        ({"headers": headers(precedence="first-class")}, "person"),
        ({"headers": headers(x_auto_response_suppress="DR, NDR, RN")}, "person"),
        ({"headers": headers(x_auto_response_suppress="OOF, AutoReply", x_otklik_desk="another desk")}, "person"),
        ({"subject": "Автоответ не работает"}, "person"),
        ({"subject": "Undelivered parcel", "sender": "ivan@example.ru"}, "person"),
        ({"headers": headers(auto_submitted="auto-replied")}, "auto_reply"),
        ({"headers": headers(auto_submitted="Auto-Generated (rejected)")}, "auto_reply"),
        ({"headers": headers(x_auto_response_suppress="All")}, "auto_reply"),
        ({"headers": headers(x_autoreply="yes")}, "auto_reply"),
        ({"headers": headers(precedence="auto_reply")}, "auto_reply"),
        ({"headers": headers(return_path="<>")}, "auto_reply"),
        ({"subject": "Automatic reply: Order 5"}, "auto_reply"),
        ({"subject": "Автоматический ответ: заказ"}, "auto_reply"),
        ({"subject": "Réponse automatique : commande"}, "auto_reply"),
        ({"headers": {**REPORT, **headers(auto_submitted="auto-replied")}, "reports": [ReportFact("failed", "5.1.1")]}, "hard_bounce"),
        ({"headers": REPORT, "reports": [ReportFact("delayed", "4.2.2")]}, "soft_bounce"),
        ({"reports": [ReportFact("failed", "4.4.7")]}, "soft_bounce"),
        ({"reports": [ReportFact("delayed", ""), ReportFact("failed", "5.3.0")]}, "hard_bounce"),
        ({"headers": REPORT, "reports": [ReportFact("delivered", "2.0.0")]}, "auto_reply"),
        ({"headers": REPORT}, "soft_bounce"),
        ({"headers": REPORT, "text": "550 5.1.1 no such user"}, "hard_bounce"),
        ({"headers": headers(x_failed_recipients="a@b.example")}, "hard_bounce"),
        ({"headers": headers(x_failed_recipients="a@b.example"), "subject": "Warning: message delayed"}, "soft_bounce"),
        ({"sender": "MAILER-DAEMON@mx.example", "subject": "Undelivered Mail Returned to Sender"}, "hard_bounce"),
        ({"sender": "mailer-daemon@mail.example.ru", "text": "Ваше письмо не было доставлено"}, "hard_bounce"),
        ({"headers": headers(content_type="multipart/report; report-type=disposition-notification")}, "auto_reply"),
        ({"headers": headers(list_id="<a.example>")}, "list"),
        ({"headers": headers(list_unsubscribe="<https://x.example>")}, "list"),
        ({"headers": headers(precedence="bulk")}, "list"),
        ({"ours": True, "headers": headers(auto_submitted="auto-replied")}, "loop"),
        ({"headers": {"received": ("x",) * 51}}, "loop"),
    ],
)  # fmt: skip
def test_the_kind_is_what_headers_say_and_words_only_at_last(facts: dict[str, Any], kind: str) -> None:
    found = kind_of(MailFacts(**facts))
    assert (found.kind, found.is_from_machine) == (kind, kind != "person")
    assert found.is_bounce == kind.endswith("bounce")
    assert found.why


@given(
    st.dictionaries(
        st.sampled_from(["auto-submitted", "precedence", "content-type", "return-path", "x"]), st.lists(st.text())
    ),
    st.lists(st.builds(ReportFact, st.text(), st.text())),
    st.text(),
    st.text(),
)
def test_any_mail_has_a_kind(values: dict[str, list[str]], reports: list[ReportFact], sender: str, text: str) -> None:
    kind_of(MailFacts(values, reports, sender, text, text))


def test_automatic_answers_come_to_an_end() -> None:
    assert may_answer(Answered()).allowed
    assert not may_answer(Answered(to_address=5)).allowed
    assert not may_answer(Answered(in_thread=3)).allowed
    assert not may_answer(Answered(), kind="auto_reply").allowed
    assert not may_answer(Answered(), kind="imported").allowed
    assert may_go_on(19)
    assert not may_go_on(20)
