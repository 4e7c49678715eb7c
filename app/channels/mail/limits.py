"""How much of a mail is read. Everything is kept as it came; a limit only bounds what is made of it."""

from dataclasses import dataclass, field

# A file of 25 MiB, as base64 in lines of 76, and a little text around it.
MAX_RAW = 36 * 1024 * 1024
MAX_PARTS = 500
MAX_DEPTH = 20
# Lines that begin with two hyphens: only so many are looked at as borders between parts.
MAX_BORDERS = 200_000
MAX_ENCODED_WORDS = 500
# Headers of one mail or part: so much is searched, and so much kept.
MAX_HEADER_BLOCK = 1024 * 1024
MAX_HEADER_LINES = 50_000
MAX_HEADERS = 64 * 1024
MAX_HEADER_FIELDS = 1000
MAX_HEADER = 16 * 1024
MAX_PARAMETERS = 200
MAX_TEXT = 500_000
MAX_HTML = 500_000
MAX_SUBJECT = 1000
MAX_ADDRESSES = 500
MAX_NAME = 200
MAX_REFERENCES = 100
# Longer ones are no message ids (a line of a mail has at most 998 characters), and no key of an index.
MAX_ID = 500
MAX_REPORTS = 100
MAX_QUOTE_DEPTH = 10


@dataclass(slots=True)
class Budget:
    """What may still be spent on one mail, and what was cut when it was not enough."""

    words: int = MAX_ENCODED_WORDS
    parts: int = MAX_PARTS
    header_lines: int = MAX_HEADER_LINES
    cut: dict[str, None] = field(default_factory=dict)

    def note(self, what: str) -> None:
        """Something was left out here."""
        self.cut[what] = None

    def take(self, what: str, value: str, most: int) -> str:
        """The beginning of a value, and a note when that is not all of it."""
        if len(value) > most:
            self.note(what)
            return value[:most]
        return value
