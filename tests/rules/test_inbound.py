"""How what came in is named, cut and tried again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import inbound as rules


@given(st.text(max_size=600), st.text(max_size=600))
def test_a_key_can_be_stored_and_tells_names_apart(one: str, other: str) -> None:
    keys = [rules.key(each) for each in (one, other)]
    assert (keys[0] == keys[1]) == (one == other)
    assert all(len(each) <= rules.MAX_KEY and "\x00" not in each for each in keys)
    assert [each.encode().decode() for each in keys] == keys


@given(st.text(), st.integers(0, 3))
def test_a_subject_is_one_short_line(text: str, files: int) -> None:
    made = rules.subject(rules.storable(text), who=None, language=None, files=files)
    assert made.strip()
    assert len(made) <= rules.MAX_SUBJECT
    assert "\n" not in made


@given(st.text(max_size=40_000), st.lists(st.text(), max_size=20), st.integers(0, 3))
def test_a_body_fits_and_is_never_empty_without_files(text: str, refused: list[str], files: int) -> None:
    why = rules.Why("file.too_many", 21)
    made = rules.body(rules.storable(text), language="ru", refused=[(each, why) for each in refused], files=files)
    assert len(made) <= rules.MAX_BODY
    assert made.strip() or files


def test_a_subject_is_cut_between_words() -> None:
    made = rules.subject("word " * 60, who=None, language=None)
    assert made.endswith("word…")


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"Message-ID: <a@b>\r\n\r\n", "a@b"),
        (b"X: 1\nmessage-id:\n\t<a@b>\n\nMessage-ID: <body@b>", "a@b"),
        (b"Subject: x\r\n\r\nMessage-ID: <body@b>", None),
        (b"Message-ID: \r\n\r\n", None),
        (b"Message-ID: <a\xff@b>\r\n\r\n", "a\N{REPLACEMENT CHARACTER}@b"),
        (b"Message-ID: <a\x00@b>\r\n\r\n", None),
        (b"", None),
    ],
)
def test_the_message_id_of_a_mail(head: bytes, found: str | None) -> None:
    assert rules.message_id(head) == found


def test_locales_are_languages() -> None:
    given_ = ("en", "pt_BR", "RU-ru", "x" * 50, "", "e!", None)
    assert [rules.locale(each) for each in given_] == ["en", "pt-BR", "ru-ru", None, None, None, None]


def test_it_is_tried_five_times() -> None:
    assert [rules.delay(n) for n in range(1, 6)] == [2.0, 15.0, 60.0, 300.0, None]
    assert rules.ATTEMPTS == 5


@pytest.mark.parametrize(
    ("head", "author", "date"),
    [
        (b"From: V <Vera@X>\nDate: 1 Nov 2026\n\n", "from vera@x", True),
        (b'Subject: x\r\nfrom:\r\n "a@b" <c@d>\r\n\r\n', "from c@d", False),
        (b"From: \xff@\x00\n\n", "from \ufffd@\x00", False),
        (b"From: nobody\nDate:\n\n", None, False),
        (b"Subject: x\n\nFrom: a@b\nDate: 1 Nov\n", None, False),
    ],
)
def test_the_lane_and_the_date_of_a_mail(head: bytes, author: str | None, date: bool) -> None:  # noqa: FBT001
    assert rules.written_by(head) == author
    assert bool(rules.dated(head)) is date
    assert rules.dated(head.replace(b"1 Nov", b"1  Nov")) == rules.dated(head)
    assert rules.dated(head.replace(b"1 Nov", b"2 Nov")) != rules.dated(head) or not date
