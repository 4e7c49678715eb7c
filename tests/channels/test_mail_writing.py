"""A mail of ours as a receiver reads it: what was meant is there, and nothing else can be."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from app.channels.mail import markup, signing
from app.channels.mail.writing import REFERENCES, Letter, MailFile, bounded, envelope, subject, written

PICTURE, PAPER = UUID(int=5), UUID(int=6)
LETTER = Letter(
    sender_name="Shop help",
    sender="help@shop.example",
    to_name="Вера",
    to="vera@example.com",
    reply_to="help+token@shop.example",
    subject="Где заказ?",
    number=7,
    message_id="otk1.abc@shop.example",
    references=("first@example.com", "last@example.com"),
    at=datetime(2026, 11, 26, 12, tzinfo=UTC),
    body="Hello **Vera**",
    format="markdown",
    below="-- \nAnna",
    answers=True,
    language="ru",
    desk="a1b2",
)


def read(letter: Letter) -> EmailMessage:
    raw = written(letter)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998
    made: EmailMessage = message_from_bytes(raw, policy=default)
    assert not any(each.defects for each in made.walk())
    return made


def bodies(mail: EmailMessage) -> tuple[str, str]:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content().replace("\r\n", "\n"), html.get_content()


def test_who_to_whom_about_what_in_which_thread() -> None:
    mail = read(LETTER)
    assert str(mail["from"]) == "Shop help <help@shop.example>"
    assert str(mail["to"]) == "Вера <vera@example.com>"
    assert str(mail["reply-to"]) == "Shop help <help+token@shop.example>"
    assert mail["subject"] == "Re: Где заказ? [#7]"
    assert mail["message-id"] == "<otk1.abc@shop.example>"
    assert mail["in-reply-to"] == "<last@example.com>"
    assert mail["references"] == "<first@example.com> <last@example.com>"
    assert mail["content-language"] == "ru"
    assert mail["x-otklik-desk"] == "a1b2"
    assert mail["auto-submitted"] is None
    assert mail["x-auto-response-suppress"] == "OOF, AutoReply"
    plain, html = bodies(mail)
    assert plain == "Hello **Vera**\n\n-- \nAnna\n"
    assert "<p>Hello <strong>Vera</strong></p>" in html


def test_what_is_automatic_says_so() -> None:
    assert read(replace(LETTER, automatic=True))["auto-submitted"] == "auto-replied"
    mail = read(replace(LETTER, automatic=True, references=()))
    assert (mail["auto-submitted"], mail["x-auto-response-suppress"]) == ("auto-generated", "All")
    assert mail["in-reply-to"] is None


def test_a_subject_has_the_number_once_and_one_re() -> None:
    assert subject("Where?", 7, answers=False) == "Where? [#7]"
    assert subject("Re: Where? [#7]", 7, answers=True) == "Re: Where? [#7]"
    assert subject("ОТВ: Где?", 7, answers=True) == "ОТВ: Где? [#7]"
    assert subject("[#7]", 7, answers=False) == "[#7]"
    assert subject("x" * 1000, 7, answers=True).endswith("x [#7]")


def test_references_are_bounded_and_long_ids_stay_what_they_are() -> None:
    ids = [f"{n}@example.com" for n in range(100)]
    assert bounded(ids) == ["0@example.com", *ids[-REFERENCES + 1 :]]
    assert bounded(["a b", "a\r\nBcc: x", "<a>", "я@b", "", "x" * 300, "ok@x", "ok@x"]) == ["ok@x"]
    long = "x" * 200 + "@example.com"
    raw = written(replace(LETTER, references=[long, f"y{long}"]))
    assert f"In-Reply-To: <y{long}>\r\n".encode() in raw
    assert f"References: <{long}>\r\n <y{long}>\r\n".encode() in raw


def test_files_and_pictures_in_their_place() -> None:
    files = (
        MailFile(PICTURE, "чек.png", "image/png", b"\x89PNG"),
        MailFile(PAPER, "bill.pdf", "application/pdf", b"%PDF"),
        MailFile(UUID(int=7), "a.eml", "message/rfc822", b"Subject: x"),
        MailFile(UUID(int=8), "odd", "no type\r\nX: y", b"?"),
    )
    body = f"See ![the bill](attachment:{PICTURE}) and ![elsewhere](https://spy.example/pixel.gif)"
    links = (("all.zip", "https://desk.example/all"),)
    mail = read(replace(LETTER, body=body, files=files, links=links, links_say="Too large:"))
    plain, html = bodies(mail)
    assert f'<img src="cid:{PICTURE}@otklik"' in html
    assert "<img" not in html.replace(f'<img src="cid:{PICTURE}', "")
    assert "https://spy.example/pixel.gif" in html
    assert "Too large:\nall.zip: https://desk.example/all" in plain
    assert '<a href="https://desk.example/all">all.zip</a>' in html
    (picture,) = [each for each in mail.walk() if each["content-id"]]
    assert (picture["content-id"], picture.get_filename()) == (f"<{PICTURE}@otklik>", "чек.png")
    found = [(each.get_filename(), each.get_content_type()) for each in mail.iter_attachments()]
    assert found == [
        ("bill.pdf", "application/pdf"),
        ("a.eml", "application/octet-stream"),
        ("odd", "application/octet-stream"),
    ]


def test_what_an_agent_pastes_does_not_run() -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> [d](data:text/html,x)"
    for form in ("markdown", "text"):
        _, html = bodies(read(replace(LETTER, body=evil, format=form, above=evil, below=evil, quote=f"> {evil}")))
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
        assert 'href="data' not in html
    _, html = bodies(read(replace(LETTER, body='See https://a.example/"x"?a=1&b=2.\nBye', format="text")))
    assert '<a href="https://a.example/">https://a.example/</a>' in html
    assert "<br>\nBye" in html.replace("\r\n", "\n")


BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\r\n\r\n", "\x00", "\u202e"]
EVIL = st.one_of(
    st.text(max_size=80), st.sampled_from([f"Hello{each}Bcc: everybody@example.com{each}" for each in BREAKS])
)
NAMES = {
    "message-id", "in-reply-to", "references", "from", "to", "reply-to", "subject", "date", "x-auto-response-suppress",
    "x-otklik-desk", "mime-version", "content-type", "content-language",
}  # fmt: skip


@given(st.tuples(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL), st.lists(EVIL, max_size=3))
def test_no_value_adds_a_header_a_recipient_or_a_part(said: tuple[str, ...], ids: list[str]) -> None:
    storable = ["".join(each for each in word if not "\ud800" <= each <= "\udfff") for word in said]
    name, to_name, about, desk, file_name, language = storable
    file = MailFile(PAPER, file_name, "text/plain", b"x")
    raw = written(
        replace(
            LETTER, sender_name=name, to_name=to_name, subject=about, desk=desk, language=language, files=(file,),
            references=[*ids, "last@x"],
        )
    )  # fmt: skip
    mail: EmailMessage = message_from_bytes(raw, policy=default)
    assert {each.lower() for each in list(mail)} <= NAMES
    assert len(list(mail)) == len({each.lower() for each in list(mail)})
    assert [each.addr_spec for each in mail["to"].addresses] == ["vera@example.com"]
    assert [each.addr_spec for each in mail["from"].addresses] == ["help@shop.example"]
    assert len(list(mail.iter_parts())) == 2


@pytest.mark.parametrize(
    "address", ["vera@example.com\r\nBcc: a@b", "a@b, c@d", "a b@c", "", "vera", "вера@example.com", "<a@b>", "a@b>\n"]
)
def test_an_address_that_could_say_more_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a mail"):
        written(replace(LETTER, to=address))
    with pytest.raises(ValueError, match="cannot stand in a mail"):
        envelope(address)


def test_a_domain_in_any_script_is_looked_up_as_it_must_be() -> None:
    assert envelope("vera@пример.рф") == "vera@xn--e1afmkfd.xn--p1ai"
    assert read(replace(LETTER, to="vera@пример.рф"))["to"].addresses[0].domain == "xn--e1afmkfd.xn--p1ai"


@pytest.fixture(scope="module")
def key() -> tuple[signing.Dkim, bytes]:
    """A key, and its public half as it is published."""
    made = rsa.generate_private_key(65537, 2048)
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = made.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    return signing.Dkim("mail", "shop.example", pem), b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_a_signature_is_verified_with_the_published_key(key: tuple[signing.Dkim, bytes]) -> None:
    private, public = key

    def published(name: bytes, timeout: int = 5) -> bytes | None:  # noqa: ARG001 - the library's
        return public if name == b"mail._domainkey.shop.example." else None

    signed = signing.signed(written(LETTER), private)
    assert dkim.verify(signed, dnsfunc=published)
    for changed in (
        signed.replace(b"Hello", b"Adieu", 1),
        signed.replace(b"vera@example.com", b"oleg@example.com", 1),
        b"From: evil@shop.example\r\n" + signed,
        b"Subject: Other\r\n" + signed,
    ):
        assert not dkim.verify(changed, dnsfunc=published)


@pytest.mark.parametrize(
    "given_",
    [
        signing.Dkim("mail", "shop.example", "no key"), signing.Dkim("a b", "shop.example", "x"),
        signing.Dkim("mail", "shop.example\r\nX: y", "x"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_sign_is_refused(given_: signing.Dkim) -> None:
    with pytest.raises(ValueError, match="DKIM"):
        signing.check(given_)


@pytest.mark.parametrize("deep", ["> ", "- "])
def test_no_word_is_lost_however_deep_it_is_nested(deep: str) -> None:
    for levels in range(1, 60):
        assert "the word" in markup.html(f"{deep * levels}the word", "markdown", {}), levels
