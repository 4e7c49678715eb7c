"""Personal data and secrets in a text: found, hidden behind names, and put back where that is wanted.

What is hidden for good: keys, tokens, passwords, card and bank account numbers. What may come back: mail addresses and
telephone numbers. Everything here takes time in proportion to the text's length, whatever the text is.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

# Beyond this nothing is looked at, and nothing is given back: what was not looked at must not go on.
MOST: Final = 200_000
SECRET: Final = "[secret]"  # noqa: S105 - what stands in its place
CARD: Final = "[card]"
ACCOUNT: Final = "[account]"

_KEY_BLOCK = re.compile(r"-----BEGIN [A-Z ]{1,40}-----[^-]{0,20000}(?:-----END [A-Z ]{1,40}-----)?")
# header.payload.signature of a JWT, and what the makers of keys begin theirs with.
_KEYS = re.compile(
    r"\beyJ[\w-]{8,}(?:\.[\w-]+){1,4}"
    r"|\b(?:sk|pk|rk|otk|whsec|ghp|gho|ghs|github_pat|glpat|xox[abprs]|ids)[_-][\w-]{12,}"
    r"|\b(?:AKIA|ASIA|AIza|ya29\.)[\w-]{12,}"
    r"|\b\d{6,12}:[\w-]{30,}"
)
_BEARER = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE)
# A word that says what stands behind it: all of it, up to a space.
_NAMED = re.compile(
    r"""\b(passw(?:or)?d|pwd|passphrase|secret|token|api[_ -]?key|access[_ -]?key|otp|cvv|cvc|pin(?:[ -]?code)?
    |парол[ьяюе]м?|пин(?:-?код)?|код\sподтверждения|токен|ключ\sapi)
    (\s{0,3}(?:[:=]|\bis\b|—|-)\s{0,3}["']?)([^\s"'<>,;]{3,200})""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_URL = re.compile(r"(\b[a-z][a-z0-9+.-]{1,15}://)[^\s/@:]{1,200}:[^\s/@]{1,200}@", re.IGNORECASE)
_IN_QUERY = re.compile(
    r"([?&#](?:[\w-]{0,40}(?:token|key|secret|sig|signature|password|code|session|auth)[\w-]{0,20})=)[^\s&#\"'<>]+",
    re.IGNORECASE,
)
# Long, of letters and digits, and no word: what nobody types. A UUID names something and opens nothing.
_LONG = re.compile(r"(?<![\w/+=.-])[A-Za-z0-9_+/=-]{24,}(?![\w/+=])")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_MAIL = re.compile(r"[^\s@<>()\[\]\"',;:|]{1,64}@[^\s@<>()\[\]\"',;:|!?]{1,200}\.[^\W\d_]{2,24}(?![\w@])")
_PHONE = re.compile(
    r"(?<![\w.+-])(?:\+\d(?:[\s().-]{0,2}\d){8,14}|\(?\d{3,4}\)?[\s.-]\d{2,4}(?:[\s.-]\d{2,4}){1,3}"
    r"|[78][\s(.-]{0,2}\d{3}(?:[\s().-]{0,2}\d){7})(?![\w])"
)
_DATE = re.compile(r"\d{1,4}[.-]\d{1,2}[.-]\d{1,4}")
_FEWEST, _MOST_DIGITS = 10, 15


class Mask:
    """Hides what is personal in the texts of one conversation: the same address has the same name in all of them."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._hidden: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def hide(self, text: str) -> str:
        """The text with names in place of what is personal; what is behind its first `MOST` characters is cut off."""
        text = hide_secrets(text[:MOST])
        text = _MAIL.sub(lambda found: self._name("mail", found[0]), text)
        return _PHONE.sub(self._phone, text)

    def show(self, text: str) -> str:
        """The text with addresses and telephone numbers in place of their names."""
        return _NAME.sub(lambda found: self._hidden.get(found[0], found[0]), text)

    def strange(self, text: str) -> list[str]:
        """Names in a text that stand for nothing."""
        return [found[0] for found in _NAME.finditer(text) if found[0] not in self._hidden]

    def _phone(self, found: re.Match[str]) -> str:
        digits = sum(each.isdigit() for each in found[0])
        if not _FEWEST <= digits <= _MOST_DIGITS or _DATE.fullmatch(found[0]):
            return found[0]
        return self._name("phone", found[0])

    def _name(self, kind: str, value: str) -> str:
        known = (kind, value.casefold())
        name = self._names.get(known)
        if name is None:
            self._counts[kind] += 1
            name = self._names[known] = f"[{kind} {self._counts[kind]}]"
            self._hidden[name] = value
        return name


_NAME = re.compile(r"\[(?:mail|phone) \d{1,6}\]")


def redacted(text: str) -> str:
    """A text as it may be kept: nothing personal that this module knows of, and nothing comes back."""
    return Mask().hide(text)


def hide_secrets(text: str) -> str:
    """A text without keys, passwords, card and bank account numbers."""
    text = _KEY_BLOCK.sub(SECRET, text)
    text = _IN_URL.sub(rf"\1{SECRET}@", text)
    text = _IN_QUERY.sub(rf"\1{SECRET}", text)
    text = _KEYS.sub(SECRET, text)
    text = _BEARER.sub(rf"\1 {SECRET}", text)
    text = _NAMED.sub(_named, text)
    text = _IBAN.sub(_checked(_is_iban, ACCOUNT), text)
    text = _DIGITS.sub(_checked(_is_card, CARD), text)
    return _LONG.sub(_checked(_is_key, SECRET), text)


def _named(found: re.Match[str]) -> str:
    # "My password is wrong" gives nothing away.
    said = any(each in found[2] for each in ":=") or any(each.isdigit() for each in found[3])
    return f"{found[1]}{found[2]}{SECRET}" if said and not found[3].startswith("[") else found[0]


def _checked(test: Callable[[str], bool], name: str) -> Callable[[re.Match[str]], str]:
    return lambda found: name if test(found[0]) else found[0]


def _is_card(text: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1, annex B)."""
    digits = [int(each) for each in text if each.isdigit()]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_iban(text: str) -> bool:
    """ISO 13616: the check digits modulo 97."""
    plain = text.replace(" ", "")
    return int("".join(str(int(each, 36)) for each in plain[4:] + plain[:4])) % 97 == 1


def _is_key(text: str) -> bool:
    if _UUID.fullmatch(text):
        return False
    letters, digits = sum(each.isalpha() for each in text), sum(each.isdigit() for each in text)
    return letters >= 4 and digits >= 4  # noqa: PLR2004 - a line of dashes, a long word, an order's number are none
