"""What the desk says to customers: catalogues that are complete in two languages, and nothing said beside them."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po
from pydantic import ValidationError

from app import locales
from app.locales import CatalogueError, moments
from app.locales.moments import Moment
from app.rules import templates
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# Where Russian stands in the code and is not said to customers.
_NOT_SAID = (
    # What is read: alphabets, what other programs and people write.
    "channels/mail/charsets.py", "channels/mail/writing.py", "rules/assistant_addresses.py", "rules/greetings.py",
    "rules/languages.py", "rules/mail_domains.py", "rules/mail_kinds.py", "rules/mail_quote_marks.py",
    "rules/mail_quotes.py", "rules/mail_signatures.py", "rules/redaction.py", "rules/search_queries.py",
    "rules/slugs.py", "services/search_terms.py", "rules/spam.py", "rules/tension_words.py", "rules/word_lists.py",
    "rules/wordbags.py", "postgres/cluster.py", "postgres/probe.py",
    # What is said of a translation.
    "rules/translation_notices.py",
    # What agents and leads are told of routing and deadlines: sentences that are built, not filled in.
    "rules/routing_now.py", "rules/routing_sentences.py", "rules/routing_story_words.py", "rules/routing_troubles.py",
    "rules/routing_words.py", "rules/sla_sentences.py", "rules/wording.py",
)  # fmt: skip


def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """The texts of a built-in catalogue, each in all of its forms."""
    with (locales.BUILT_IN / f"{language}.po").open("rb") as opened:
        found = read_po(opened, locale=language, abort_invalid=True)
    return {
        (each.id if isinstance(each.id, str) else each.id[0]): (
            (each.string,) if isinstance(each.string, str) else tuple(each.string or ())
        )
        for each in found
        if each.id
    }


ENGLISH, RUSSIAN, GERMAN = catalogue("en"), catalogue("ru"), catalogue("de")


def test_english_and_russian_are_complete_and_no_language_has_more() -> None:
    assert set(ENGLISH) == set(RUSSIAN)
    assert set(GERMAN) <= set(ENGLISH)
    for texts, forms in ((ENGLISH, 2), (RUSSIAN, 3), (GERMAN, 2)):
        assert [name for name, said in texts.items() if not all(each.strip() for each in said)] == []
        assert {len(said) for said in texts.values()} <= {1, forms}
    assert [name for name, said in RUSSIAN.items() if not all(_CYRILLIC.search(each) for each in said)] in (
        ["mail.quote"],
        [],
    )
    assert [name for name, said in ENGLISH.items() if _CYRILLIC.search(" ".join(said))] == []


@pytest.mark.parametrize("texts", [RUSSIAN, GERMAN], ids=["ru", "de"])
def test_a_text_asks_for_the_same_in_every_language(texts: dict[str, tuple[str, ...]]) -> None:
    for name, said in texts.items():
        for each in said:
            assert locales.blanks(each) == locales.blanks(ENGLISH[name]), name
            if name.startswith("mail."):
                assert sorted(re.findall(r"\{\{.*?\}\}|\{%.*?%\}", each)) == sorted(
                    re.findall(r"\{\{.*?\}\}|\{%.*?%\}", ENGLISH[name][-1])
                )
                templates.check(each)


def test_every_text_is_said_somewhere_and_nothing_is_said_that_there_is_not() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))
    said = set(re.findall(r'(?:locales|catalogues)\.(?:text|counted|source|has)\(\s*"([a-z_.]+)"', code))
    assert said - set(ENGLISH) == set()
    # Names that are put together, or stand in a table.
    built = {name for name in ENGLISH if name.partition(".")[0] in {"greeting", "label", "mail"}}
    unused = {name for name in ENGLISH if f'"{name}"' not in code and f"'{name}'" not in code} - built
    assert unused == set()


def test_no_russian_is_said_to_customers_but_by_a_catalogue() -> None:
    found = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = path.relative_to(ROOT / "app").as_posix()
        if name.startswith(("demo/", "schemas/", "asyncapi/")) or name in _NOT_SAID:
            # Examples of what people write, and the demo's people.
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(each.body[0].value)
            for each in ast.walk(tree)
            if isinstance(each, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and each.body
            and isinstance(each.body[0], ast.Expr)
        }
        found += [
            f"{name}:{each.lineno}"
            for each in ast.walk(tree)
            if isinstance(each, ast.Constant)
            and isinstance(each.value, str)
            and id(each) not in docs
            and _CYRILLIC.search(each.value)
        ]
    assert found == []


def test_no_table_of_texts_by_language_is_left_in_the_code() -> None:
    table = re.compile(r'\{\s*"en":\s*\(?\s*f?"')
    allowed = {"rules/routing_words.py", "rules/wording.py", "rules/sla_sentences.py", "rules/routing_now.py",
               "rules/routing_sentences.py", "rules/routing_story_words.py", "rules/routing_troubles.py",
               "rules/translation_notices.py"}  # fmt: skip
    found = {
        path.relative_to(ROOT / "app").as_posix()
        for path in (ROOT / "app").rglob("*.py")
        if table.search(path.read_text(encoding="utf-8"))
    }
    assert {name for name in found if not name.startswith(("demo/", "schemas/"))} - allowed == set()


def test_the_first_language_that_has_a_text_says_it() -> None:
    assert locales.text("greeting.day", "de-AT") == "Guten Tag"
    assert locales.text("form.parked", ["de", "ru"]) == RUSSIAN["form.parked"][0]
    unknown: tuple[str | list[str] | None, ...] = ("xx", None, [], "", "*", "\x00", "ru" * 40)
    for wanted in unknown:
        assert locales.text("form.parked", wanted) == ENGLISH["form.parked"][0]
    assert locales.text("form.received", "ru_RU", number="{number}").endswith("его номер {number}.")
    with pytest.raises(KeyError):
        locales.text("no.such")


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "файла"), (2, "файлов"), (5, "файлов"), (11, "файлов"), (21, "файла"), (111, "файлов"), (0, "файлов")],
)
def test_russian_counts_by_the_last_digits(number: int, said: str) -> None:
    assert locales.counted("file.too_many", number, "ru") == f"в сообщении может быть не больше {number} {said}"


def test_english_counts_and_files_do() -> None:
    assert locales.counted("file.too_many", 1) == "a message has at most 1 file"
    assert locales.counted("mail.links", 1, "ru") != locales.counted("mail.links", 2, "ru")
    assert locales.counted("mail.links", 3, "de") == ENGLISH["mail.links"][1]


def test_an_instant_is_written_as_its_reader_writes() -> None:
    at = datetime(2026, 11, 30, 6, tzinfo=UTC)
    moscow = Moment(at, ZoneInfo("Europe/Moscow"))
    said = {each: " ".join(moments.said(moscow, each).split()) for each in (None, "en-GB", "ru", "de", "xx", "*")}
    assert said == {
        None: "November 30, 2026, 9:00 AM (Moscow)",
        "en-GB": "30 November 2026, 09:00 (Moscow)",
        "ru": "30 ноября 2026 г., 09:00 (Москва)",
        "de": "30. November 2026, 09:00 (Moskau)",
        "xx": "November 30, 2026, 9:00 AM (Moscow)",
        "*": "November 30, 2026, 9:00 AM (Moscow)",
    }
    assert moments.said(Moment(at, UTC), "ru").endswith("06:00 (UTC)")
    assert moments.said(Moment(at, ZoneInfo("Etc/GMT+3")), "en").endswith("(Etc/GMT+3)")
    assert moments.number(1234.5, "ru").replace("\N{NO-BREAK SPACE}", " ") == "1 234,5"


def test_a_folder_of_ones_own_adds_languages_and_words(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "kk.po").write_text(f'{head}msgid "form.parked"\nmsgstr "Рақмет."\n', encoding="utf-8")
    (tmp_path / "ru.po").write_text(f'{head}msgid "form.parked"\nmsgstr "Спасибо!"\n', encoding="utf-8")
    try:
        locales.use(locales.checked(tmp_path))
        assert locales.text("form.parked", "kk") == "Рақмет."
        assert locales.text("form.parked", "ru-RU") == "Спасибо!"
        assert locales.text("form.received", "kk", number=7) == "Thank you. We have got your request; its number is 7."
        assert locales.text("form.received", "ru", number=7) == "Спасибо. Мы получили ваше обращение, его номер 7."
    finally:
        locales.use(None)


@pytest.mark.parametrize(
    ("file", "said", "wrong"),
    [
        ("kk.po", b'msgid "form.thanks"\nmsgstr "x"\n', "there is no text 'form.thanks'"),
        ("kk.po", b'msgid "form.parked"\nmsgstr "{number.__class__} {nummer}"\n', "cannot be filled with {nummer}"),
        ("kk.po", b"<html>Not found</html>\n", "kk.po is no catalogue"),
        ("kk.po", b"\xff\xfe\x00\x01", "kk.po"),
        ("kk.po", b"#" * 1_000_001, "larger than"),
        ("klingon.po", b"", "is not named after a language"),
        ("kk.txt", b"", "there is no .po file"),
    ],
)
def test_a_folder_that_says_something_wrong_is_refused_at_the_start(
    tmp_path: Path, file: str, said: bytes, wrong: str
) -> None:
    (tmp_path / file).write_bytes(said)
    with pytest.raises(CatalogueError, match=re.escape(wrong)):
        locales.checked(tmp_path)
    with pytest.raises(ValidationError, match="locales"):
        Settings(locales=tmp_path)


def test_languages_are_languages() -> None:
    assert Settings(languages="de, en,de").languages == ["de", "en"]
    for wrong in ("", "Russian", "en-GB"):
        with pytest.raises(ValidationError):
            Settings(languages=wrong)
