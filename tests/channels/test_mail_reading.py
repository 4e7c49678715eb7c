"""Mails as they come in the world are read, and hostile ones cost no more than honest ones of their size."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.channels.mail import wire
from app.channels.mail.limits import MAX_ENCODED_WORDS, MAX_PARTS, MAX_TEXT
from app.channels.mail.reading import read
from app.channels.mail.types import Address, MailIn
from tests.channels.mails import SAMPLES, mail, multipart, part

FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file()) if SAMPLES.is_dir() else []


@pytest.mark.skipif(not FILES, reason="the real mails are not beside this checkout (../shared/data/mail)")
def test_every_real_mail_is_read_and_keeps_what_it_says() -> None:
    silent = []
    for path in FILES:
        got = read(path.read_bytes())
        assert not got.cut, f"{path.name}: {got.cut}"
        assert wire.unpack(wire.pack(got)) == got
        if not got.text.strip() and not got.parts:
            silent.append(path.name)
        if path.suffix == ".eml" and path.name != "bad_encoded_subject.eml":
            assert got.sender is not None, path.name
    # These end after their headers.
    assert silent == ["empty_in_reply_to.eml", "missing_body.eml", "must_supply_encoding.eml"]


def sample(name: str) -> MailIn:
    """A real mail by the name of its file."""
    found: list[Path] = [path for path in FILES if path.name == name]
    if not found:
        pytest.skip("the real mails are not beside this checkout (../shared/data/mail)")
    return read(found[0].read_bytes())


def test_real_mails_give_their_files_names_and_reports() -> None:
    assert [each.name for each in sample("attachment_with_quoted_filename.eml").parts] == ["Eelanalüüsi päring.jpg"]
    assert sample("japanese_attachment_long_name.eml").parts[0].name.startswith("かきくけこ")
    assert sample("japanese.eml").subject == "まみむめも"
    assert sample("ks_c_5601-1987.eml").text == "스티해"
    forwarded = sample("attachment_message_rfc822.eml").parts[0]
    assert (forwarded.name, forwarded.content_type) == ("ForwardedMessage.eml", "message/rfc822")
    delayed = sample("report_422.eml").reports
    assert [(each.recipient, each.status, each.action) for each in delayed] == [
        ("fraser@oooooooo.com.au", "4.2.2", "delayed")
    ]
    assert delayed[0].original_message_id == ("15655788.13.1200472642578.JavaMail.Administrator@mail.ttttt.com.au")
    bounced = sample("multi_address_bounce1.eml").reports
    assert len({each.recipient for each in bounced}) == len(bounced) == 5
    assert [each.email for each in sample("example10.eml").to] != []


RUSSIAN = "Здравствуйте! Заказ №5 не пришёл, верните деньги."


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r", "cp866", "iso-8859-5"])
@pytest.mark.parametrize(
    "declared", ["right", "", "us-ascii", "iso-8859-1", "utf-8", "windows-1251", "x-unknown", "привет"]
)
def test_russian_is_read_whatever_is_declared(charset: str, declared: str) -> None:
    text = RUSSIAN if charset in {"utf-8", "windows-1251"} else RUSSIAN.replace("№5", "5")
    kind = "text/plain; charset=" + (charset if declared == "right" else declared)
    assert read(mail(text.encode(charset), kind=kind.encode())).text == text


@pytest.mark.parametrize(
    ("charset", "declared", "text"),
    [
        ("gb18030", "gb2312", "您好,我的订单还没有到。"),
        ("gb18030", "", "您好,我的订单还没有到,请帮助我查询一下订单的状态。"),
        ("gb18030", "gb2312", "联通"),
        ("big5", "big5", "您好,我的訂單還沒有到。"),
        ("iso2022_jp", "iso-2022-jp", "注文が届きません。"),
        ("iso2022_jp", "", "注文が届きません。"),
        ("cp932", "shift_jis", "①注文が届きません。"),
        ("cp932", "", "ご注文がまだ届きません。よろしくお願いします。"),
        ("euc_kr", "ks_c_5601-1987", "주문이 아직 오지 않았습니다"),
        ("cp1252", "iso-8859-1", "Die Lieferung für 10 € ist „überfällig“"),
        ("cp1252", "", "Où est ma commande ? Garçon, l'été dernier déjà."),
        ("iso8859-2", "iso-8859-2", "Zamówienie jeszcze nie dotarło"),
        ("utf-16", "utf-16", "Hello"),
        ("utf-7", "utf-7", "Grüße"),
        ("cp1255", "windows-1255", "ההזמנה שלי לא הגיעה"),
    ],
)
def test_other_writing_is_read(charset: str, declared: str, text: str) -> None:
    kind = f"text/plain; charset={declared}" if declared else "text/plain"
    raw = base64.encodebytes(text.encode(charset))
    assert read(mail(raw, b"Content-Transfer-Encoding: base64", kind=kind.encode())).text == text


@pytest.mark.parametrize(
    "declared", ["punycode", "idna", "unicode_escape", "rot13", "base64", "undefined", "\x00", "x" * 999]
)
def test_a_charset_never_chooses_a_decoder_that_is_none_of_text(declared: str) -> None:
    assert read(mail(b"a\\u0041-b", kind=b"text/plain; charset=" + declared.encode())).text == "a\\u0041-b"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("=?utf-8?B?0J/RgNC40LLQtdGC?=", "Привет"),
        ("=?utf-8?Q?=D0=9F=D1=80=D0?=\r\n =?utf-8?Q?=B8=D0=B2=D0=B5=D1=82?=", "Привет"),
        ("Re: =?UTF-8*ru?q?=D0=9F_=D0=9F?= [1]", "Re: П П [1]"),
        ("=?utf-8?q?Really??= yes", "Really? yes"),
        ("=?utf-8?q?with blanks inside?=", "with blanks inside"),
        ("=?nonsense?b?0J8=?=", "П"),
        ("=?utf-8?b?never closed", "=?utf-8?b?never closed"),
        ("=?utf-8?x?odd?=", "=?utf-8?x?odd?="),
        ("a\r\n\tb", "a b"),
    ],
)
def test_subjects_are_read(written: str, read_as: str) -> None:
    assert read(mail(b"x", b"Subject: " + written.encode())).subject == read_as


def test_a_subject_in_bytes_that_nobody_declared() -> None:
    assert read(mail(b"x", "Subject: Где мой заказ".encode("cp1251"))).subject == "Где мой заказ"
    assert read(mail(b"x", "Subject: Где мой заказ".encode("koi8-r"))).subject == "Где мой заказ"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("a@x.example, B <b@x.example>", [("", "a@x.example"), ("B", "b@x.example")]),
        ('"Ivanov, Ivan" <i@x.example>', [("Ivanov, Ivan", "i@x.example")]),
        ("Ivanov, Ivan <i@x.example>", [("Ivanov, Ivan", "i@x.example")]),
        ("=?utf-8?q?A=2C_B?= <i@x.example>", [("A, B", "i@x.example")]),
        ("a@x.example (Ann (the first))", [("Ann (the first)", "a@x.example")]),
        (
            "Team: a@x.example, b@x.example;, c@x.example",
            [("", "a@x.example"), ("", "b@x.example"), ("", "c@x.example")],
        ),
        ("undisclosed-recipients:;", []),
        ("a@x.example; b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
        ("'a@x.example' <a@x.example>", [("", "a@x.example")]),
        ("Иван <i@пример.рф>", [("Иван", "i@пример.рф")]),
        ("<a@x.example", [("", "a@x.example")]),
        ("sales@=?utf-8?b?0L/RgNC40LzQtdGALtGA0YQ=?=, b@x.example", [("", "sales@пример.рф"), ("", "b@x.example")]),
        ("no address at all", []),
        ("a@x.example\r\nBcc: b@x.example", [("", "a@x.example")]),
    ],
)
def test_addresses_are_found(written: str, found: list[tuple[str, str]]) -> None:
    got = read(mail(b"x", b"Cc: " + written.encode())).cc
    assert got == tuple(Address(*each) for each in found)


def test_ids_dates_and_where_it_was_delivered() -> None:
    got = read(
        mail(
            b"x",
            b"Message-ID: <1@x.example>",
            b"In-Reply-To: <2@x.example> (sent by Bob)",
            b"References: <3@x.example>\r\n <2@x.example><3@x.example>",
            b"Date: Thu, 26 Nov 2026 18:00:00 +0300 (MSK)",
            b"Delivered-To: help+abc@desk.example",
            b"X-Original-To: Sales@desk.example",
        )
    )
    assert (got.message_id, got.in_reply_to) == ("1@x.example", ("2@x.example",))
    assert got.references == ("3@x.example", "2@x.example")
    assert got.date == datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    assert got.delivered_to == ("help+abc@desk.example", "Sales@desk.example")


@pytest.mark.parametrize("date", [b"", b"yesterday", b"Thu, 99 Nov 2026 99:99:99 +9999", b"1 Jan 99999 00:00:00 +0000"])
def test_what_is_missing_or_broken_is_none(date: bytes) -> None:
    got = read(mail(b"x", b"Date: " + date, b"Message-ID: <>"))
    assert (got.date, got.message_id, got.references, got.text) == (None, None, (), "x")


def test_an_id_that_no_index_takes_is_none_and_named() -> None:
    got = read(mail(b"x", b"Message-ID: <" + b"a" * 5000 + b"@x>"))
    assert got.message_id is None
    assert "message_id" in got.cut


def test_the_text_of_parts_is_put_together_and_files_are_named() -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\xff"
    encoded = base64.encodebytes(png)
    as_base64 = b"Content-Transfer-Encoding: base64"
    got = read(
        multipart(
            [
                part(b"text/plain; charset=utf-8", b"Before"),
                part(b'image/png; name="=?utf-8?b?0JrQvtGCLnBuZw==?="', encoded, as_base64),
                part(b"image/png", encoded, as_base64, b"Content-Disposition: attachment; filename=../../etc/a.png"),
                part(b"image/png", encoded, as_base64, b"Content-Disposition: attachment; filename=C:\\b\\a.png"),
                part(
                    b"application/pdf", b"%PDF", b"Content-Disposition: attachment;\r\n"
                    b" filename*0*=utf-8''%D0%A1%D1;\r\n filename*1*=%87%D1%91%D1%82;\r\n filename*2=.pdf",
                ),
                part(b"application/ms-tnef", b"\x78\x9f\x3e\x22"),
                part(b"message/rfc822", b"Subject: Old one\r\n\r\nhi"),
                part(b"text/plain", b"log", b"Content-Disposition: attachment; filename=log.txt"),
                part(b"text/plain; charset=utf-8", b"After"),
            ]
        )
    )  # fmt: skip
    assert got.text == "Before\n\nAfter"
    assert [each.name for each in got.parts] == [
        "Кот.png", "a.png", "a-2.png", "Счёт.pdf", "winmail.dat", "Old one.eml", "log.txt",
    ]  # fmt: skip
    assert got.parts[0].content == png
    assert got.parts[5].content == b"Subject: Old one\r\n\r\nhi"


def test_of_alternatives_the_text_is_read_and_the_html_kept() -> None:
    inner = multipart(
        [
            part(b"text/html", b'<p>Rich <img src="cid:logo%40x"></p>'),
            part(b"image/gif", b"GIF", b"Content-ID: <logo@x>"),
        ],
        kind=b"related",
        boundary=b"inner",
    ).partition(b"Content-Type")
    got = read(multipart([part(b"text/plain", b"Plain"), b"".join(inner[1:])], kind=b"alternative", boundary=b"outer"))
    assert got.text == "Plain"
    assert got.html == '<p>Rich <img src="cid:logo@x"></p>'
    assert [(each.content_id, each.inline) for each in got.parts] == [("logo@x", True)]


def test_a_list_s_footer_is_not_lost_beside_html() -> None:
    got = read(multipart([part(b"text/html", b"<b>Hi</b>"), part(b"text/plain", b"-- \r\nlist <us>")]))
    assert got.text == "Hi\n\n-- \nlist <us>"
    assert got.html == "<b>Hi</b>\n<p>-- <br>list &lt;us&gt;</p>"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 10,
        b"no headers at all",
        b"\r\n\r\nbody only",
        b"From here\r\nSubject: x\r\n\r\ny",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\r\nx",
        b"Content-Type: multipart/mixed\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nfound\r\n--a--",
        b"Content-Type: multipart/mixed; boundary=never\r\n\r\nstill text",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64 at all",
        b"Content-Type: text/html; charset=utf-8\r\n\r\n" + b"<" * 1000,
    ],
)
def test_broken_mails_are_read(raw: bytes) -> None:
    got = read(raw)
    assert "unreadable" not in got.cut
    if b"found" in raw or b"still" in raw:
        assert got.text in {"found", "still text"}


@pytest.mark.parametrize("newline", [b"\n", b"\r", b"\r\r\n"])
def test_lines_may_end_in_any_way(newline: bytes) -> None:
    raw = multipart([part(b"text/plain", b"one\r\ntwo"), part(b"image/png; name=a.png", b"x")], b"Subject: s")
    got = read(raw.replace(b"\r\n", newline))
    assert (got.subject, got.text, len(got.parts)) == ("s", "one\ntwo", 1)


def test_files_in_the_text_are_files() -> None:
    got = read(mail(b"see\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nbye"))
    assert got.text == "see\nbye"
    assert [(each.name, each.content) for each in got.parts] == [("cat.txt", b"Cat")]


def test_lines_that_were_broken_to_be_sent_are_whole() -> None:
    got = read(mail(b"one \r\ntwo\r\n> quoted \r\n> on\r\n-- \r\nAnn", kind=b"text/plain; format=flowed"))
    assert got.text == "one two\n> quoted on\n-- \nAnn"


def test_limits_are_named_and_what_is_behind_them_is_not_fatal() -> None:
    words = b" ".join(b"=?utf-8?q?a?=" for _ in range(20_000))
    got = read(mail(b"x", b"Subject: " + words, b"Message-ID: <1@x>"))
    assert {"encoded_words", "headers"} <= set(got.cut)
    assert got.message_id == "1@x"
    assert got.subject.startswith("a" * MAX_ENCODED_WORDS)

    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(2000))
    got = read(b"Subject: deep\r\n" + deep + b"\r\nhello")
    assert got.cut == ("depth",)
    assert b"hello" in got.parts[0].content

    got = read(multipart([part(b"text/plain", b"x")] * 2000))
    assert got.cut == ("parts",)
    assert got.text.count("x") == MAX_PARTS

    got = read(mail("ж".encode() * (MAX_TEXT + 1)))
    assert (got.cut, len(got.text)) == (("text",), MAX_TEXT)

    got = read(b"".join(b"X-%d: %s\r\n" % (at, b"y" * 1000) for at in range(200)) + mail(b"z", b"Subject: kept"))
    assert (got.subject, got.text, got.cut) == ("kept", "z", ("headers",))
    assert sum(len(name) + sum(map(len, values)) for name, values in got.headers.items()) < 64 * 1024


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"\r\n", b"\n", b"\r", b"--b", b"--b--", b"Content-Type: ", b"multipart/mixed; boundary=b",
                b"text/html", b"message/rfc822", b"message/delivery-status", b"Content-Transfer-Encoding: base64",
                b"Subject: ", b"=?utf-8?b?", b"?=", b'"', b"<", b">", b"a@b", b"(", b"\\", b"\x00", b"\xff\xfe",
                b"=D0=", b"begin 644 x", b"end", b"; ", b"name*0*=", b"''%", b"&#x110000;", b"<p style='",
                b"\xed\xa0\x80", b" ", b"Date: ", b"9" * 30, b"To: ", b"\x1b$B",
            ]
        )
        | st.binary(max_size=8),
        max_size=60,
    ).map(b"".join)
)  # fmt: skip
def test_any_bytes_give_a_mail_that_a_database_takes(raw: bytes) -> None:
    got = read(raw)
    assert "unreadable" not in got.cut
    said = repr((got.subject, got.text, got.html, got.headers, got.to, [each.name for each in got.parts]))
    assert "\\x00" not in said
    assert "\\ud8" not in said
    assert wire.unpack(wire.pack(got)) == got
