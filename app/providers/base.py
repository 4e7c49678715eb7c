"""What all providers share: where one is, and how one fails."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

# busy: come again later. refused: the key or the account. slow: no whole answer in time. unreachable: no connection, or
# it broke off. nonsense: an answer that is none. rejected: this request, and not the provider, is at fault.
# resting: it failed so often that it is not asked for a while.
Failure: TypeAlias = Literal["busy", "refused", "slow", "unreachable", "nonsense", "rejected", "resting"]


class ProviderFailed(Exception):
    """A provider gave no answer that can be used. Its text is for staff: there is no key in it, and
    perhaps what the provider has said, which is not for logs.
    """

    def __init__(self, kind: Failure, text: str, *, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
        # Seconds, where the provider said so or the desk knows.
        self.retry_after = retry_after

    @property
    def passing(self) -> bool:
        """Whether the same request may succeed later without anybody's doing."""
        return self.kind not in {"refused", "rejected"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A provider as an operator configured it.

    `name` is who it is to the breaker and to people; `url` has no slash at its end; `seconds` is the longest that one
    call may take, with everything. `judged`: whoever asks looks at what the answer says, and tells the breaker.
    """

    name: str
    url: str
    key: str = ""
    model: str = ""
    seconds: float = 10.0
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Translated:
    """Texts in another language, as many as were asked for, and the language that they were in, where that is known."""

    texts: tuple[str, ...]
    source: str | None
