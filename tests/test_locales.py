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
# What agents and leads are told of routing and deadlines: sentences that are built, not filled in.
_OF_AGENTS = {
    f"rules/{name}.py"
    for name in (
        "routing_now", "routing_sentences", "routing_story_words", "routing_troubles", "routing_words", "sla_sentences",
        "wording",
    )
}  # fmt: skip


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
    built = {name for name in ENGLISH if name.partition(".")[0] in {"greeting", "label", "mail", "start", "status"}}
    unused = {name for name in ENGLISH if f'"{name}"' not in code and f"'{name}'" not in code} - built
    assert unused == set()


def test_no_text_by_language_is_left_in_the_code() -> None:
    found = set()
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = path.relative_to(ROOT / "app").as_posix()
        if name.startswith(("demo/", "schemas/", "asyncapi/")) or name in _OF_AGENTS:
            # Examples of what people write, and the demo's people.
            continue
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(each, ast.Dict):
                continue
            for key, value in zip(each.keys, each.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "ru" and _CYRILLIC.search(ast.unparse(value)):
                    found.add(f"{name}:{key.lineno}")
    assert found == set()


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
    # Of these little more than the name is known: of Bashkir no month, of Afar no place.
    assert {moments.said(moscow, each) for each in ("ba", "aa-ET", "gn", "dv")} == {moments.said(moscow, "en")}
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
