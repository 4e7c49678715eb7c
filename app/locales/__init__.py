"""What the desk says to customers, in their language: catalogues in gettext's format, complete in English and Russian.

A text has a name (`form.received`); `en.po` and `ru.po` beside this file have its words, and other languages may have
some. More come by files in a folder of the desk's own (`use`), whose words also go before those that are built in.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

FALLBACK: Final = "en"
BUILT_IN: Final = Path(__file__).parent
_BLANK = re.compile(r"\{([a-z_]+)\}")
# Of a catalogue in a folder; more is no catalogue of ours.
_MOST_BYTES: Final = 1_000_000

_own: Path | None = None


class CatalogueError(ValueError):
    """Why a folder of catalogues cannot be used."""


def use(folder: Path | None) -> None:
    """Take the words of this folder before those that are built in. The folder has been `checked`."""
    global _own  # noqa: PLW0603 - one set per process, as of the settings that name it
    if folder != _own:
        _own = folder
        _catalogues.cache_clear()
        _sources.cache_clear()


def text(name: str, wanted: str | Sequence[str] | None = None, /, **values: object) -> str:
    """A text in the first wanted language that has it (`ru` serves `ru-RU`, and the other way), else in English.

    Blanks are filled with `values` as they are; what they have in braces stays. Raises `KeyError` for no text of ours.
    """
    return filled(source(name, wanted), values)


def counted(name: str, number: int, wanted: str | Sequence[str] | None = None, /, **values: object) -> str:
    """The same in the form that goes with a number, which is also `{number}`."""
    for each in _sources(_tags(wanted)):
        found = each.ngettext(name, name, number)
        if found != name:
            return filled(found, {"number": number, **values})
    raise KeyError(name)


def source(name: str, wanted: str | Sequence[str] | None = None) -> str:
    """A text as the catalogue has it, with its blanks."""
    for each in _sources(_tags(wanted)):
        found = each.gettext(name)
        if found != name:
            return found
    raise KeyError(name)


def has(name: str, language: str) -> bool:
    """Whether a text is there in this language itself, whatever the country."""
    return any(each.gettext(name) != name for tag in _alike(language) for each in _catalogues()[tag])


def everywhere(name: str) -> dict[str, str]:
    """A text in every language that has it, by tag."""
    return {tag: source(name, tag) for tag in _catalogues() if has(name, tag)}


def filled(template: str, values: Mapping[str, object]) -> str:
    """A text with its blanks filled; those without a value stay."""
    return _BLANK.sub(lambda found: str(values[found[1]]) if found[1] in values else found[0], template)


def checked(folder: Path) -> Path:
    """This folder, if its files can be used: named after a language, readable, and with no blanks that there are not.

    Raises `CatalogueError`, which says the file and what is wrong with it.
    """
    try:
        files = sorted(folder.glob("*.po"))
        if not files and not (folder / "pages").is_dir():
            msg = f"there is no .po file in {folder}"
            raise CatalogueError(msg)
        english = {_name(each): blanks(each.string) for each in _read(BUILT_IN / f"{FALLBACK}.po")}
        for file in files:
            for each in _read(file):
                _check(file.name, _name(each), blanks(each.string), english)
    except OSError as error:
        msg = f"{folder} cannot be read: {error.strerror or error}"
        raise CatalogueError(msg) from error
    return folder


def warm() -> None:
    """Read them now: else the first text of a process waits for it."""
    _catalogues()


def blanks(words: str | Iterable[str] | None) -> set[str]:
    """The names in braces in a text, or in the forms of one that counts."""
    found = [words] if isinstance(words, str) else (words or ())
    return {name for each in found for name in _BLANK.findall(each or "")}


def _name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _check(file: str, name: str, asked: set[str], english: Mapping[str, set[str]]) -> None:
    if name not in english:
        msg = f"{file}: there is no text {name[:80]!r}"
        raise CatalogueError(msg)
    wrong = asked - english[name]
    if name and wrong:
        msg = f"{file}: {name} cannot be filled with {{{min(wrong)}}}"
        raise CatalogueError(msg)


def _read(file: Path) -> Catalog:
    try:
        language = str(Locale.parse(file.stem.replace("-", "_")))
    except (ValueError, UnknownLocaleError) as error:
        msg = f"{file.name} is not named after a language, like de.po or pt_BR.po"
        raise CatalogueError(msg) from error
    with file.open("rb") as opened:
        raw = opened.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        msg = f"{file.name} is larger than {_MOST_BYTES} bytes"
        raise CatalogueError(msg)
    try:
        return read_po(io.BytesIO(raw), locale=language, abort_invalid=True)
    except (PoFileError, ValueError, LookupError, UnicodeError) as error:
        msg = f"{file.name} is no catalogue: {error}"
        raise CatalogueError(msg) from error


@lru_cache(maxsize=1)
def _catalogues() -> dict[str, list[Translations]]:
    """By tag (`ru`, `pt-BR`): the desk's own words, then those that are built in."""
    found: dict[str, list[Translations]] = {}
    for folder in (_own, BUILT_IN):
        for file in sorted(folder.glob("*.po")) if folder is not None else ():
            compiled = io.BytesIO()
            write_mo(compiled, _read(file))
            compiled.seek(0)
            found.setdefault(file.stem.replace("_", "-"), []).append(Translations(compiled))
    return found


@lru_cache(maxsize=512)
def _sources(wanted: tuple[str, ...]) -> tuple[Translations, ...]:
    """Where a text is looked for, in order."""
    order = [tag for each in (*wanted, FALLBACK) for tag in _alike(each)]
    return tuple(each for tag in dict.fromkeys(order) for each in _catalogues()[tag])


def _alike(language: str) -> list[str]:
    """The catalogues of a language: of the very country, of none, of another one."""
    found = [tag for tag in _catalogues() if _primary(tag) == _primary(language)]
    return sorted(found, key=lambda tag: (tag.casefold() != language.casefold(), "-" in tag, tag))


def _tags(wanted: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if wanted is None else (wanted[:35],) if isinstance(wanted, str) else tuple(x[:35] for x in wanted[:10])


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].casefold()
