"""What the address of an article is made of: words of its title, in letters that survive being copied."""

import re
import unicodedata
from uuid import UUID

MAX_SLUG = 100
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
        (
            "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
            "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "i", "yi", "ye", "g", "u",
        ),
        strict=True,
    )
)  # fmt: skip
_APART = re.compile(r"[\W_]+")


def slug_of(title: str) -> str:
    """The words of a title with hyphens between them: Latin without marks, Cyrillic in Latin letters, others as they
    are. Empty when there are no words in it.
    """
    words = "".join(_LATIN.get(each, each) for each in unicodedata.normalize("NFC", title.casefold()))
    bare = "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))
    return _APART.sub("-", unicodedata.normalize("NFC", bare)).strip("-")[:MAX_SLUG].strip("-")


def tidy(slug: str) -> str:
    """A slug as it is kept. Raises `ValueError` for one that is none, or that looks like an id."""
    kept = unicodedata.normalize("NFC", slug.strip().lower())
    if not kept or len(kept) > MAX_SLUG or not re.fullmatch(r"[^\W_]+(-[^\W_]+)*", kept):
        msg = f"must be words of letters and digits with hyphens between them, at most {MAX_SLUG} characters"
        raise ValueError(msg)
    if is_id(kept):
        msg = "must not look like an id"
        raise ValueError(msg)
    return kept


def is_id(value: str) -> bool:
    """Whether an address names an article by its id."""
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def numbered(slug: str, number: int) -> str:
    """The slug with a number behind it, where the plain one is taken."""
    tail = f"-{number}"
    return (slug[: MAX_SLUG - len(tail)].strip("-") or "article") + tail
