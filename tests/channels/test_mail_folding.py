"""Replies that real programs wrote, read as they come and folded: what their authors said is left."""

import pytest

from app.channels.mail.reading import read
from app.rules.mail_quotes import fold
from tests.channels.mails import SAMPLES

PLAIN = sorted(SAMPLES.glob("replies/standard_replies/*.eml"))
HTML = sorted(SAMPLES.glob("replies/html_replies/*.html"))
HEAD = b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"

pytestmark = pytest.mark.skipif(not PLAIN, reason="the real replies are not beside this checkout (../shared/data/mail)")


def test_text_replies() -> None:
    folded = {each.name: fold(read(each.read_bytes()).text) for each in PLAIN}
    assert {name: each.reply for name, each in folded.items()} == dict.fromkeys(folded, "Hello")
    assert all(each.quoted for each in folded.values())
    assert folded["iphone.eml"].signature == "Sent from my iPhone"


def test_html_replies() -> None:
    folded = {each.name: fold(read(HEAD + each.read_bytes()).text) for each in HTML}
    words = {name: " ".join(each.reply.split()) for name, each in folded.items()}
    assert words == dict.fromkeys(folded, "Hi. I am fine. Thanks, Alex")
    assert all("How are you?" in each.quoted for each in folded.values())
