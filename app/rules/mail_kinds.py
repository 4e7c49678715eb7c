"""What kind of mail it is: written by a person, or by a machine, and then by which. Nothing is thrown away for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

KindOfMail: TypeAlias = Literal["person", "auto_reply", "hard_bounce", "soft_bounce", "list", "loop"]

HOPS: Final = 50  # a mail that passed so many servers runs in a circle (RFC 5321, 6.3, says 100)
_READ: Final = 2_000  # characters of a value or a text that are looked at

_DAEMON: Final = re.compile(r"(?:mailer-?daemon|postmaster|mail-?delivery|bounces?|mdaemon)(?:[+-].*)?@", re.IGNORECASE)
_FAILED: Final = re.compile(
    r"undeliver|delivery (?:status notification \(failure\)|failure|failed|has failed)|"
    r"mail(?:er)? delivery (?:failed|error)|returned (?:mail|to sender)|failure notice|could not be delivered|"
    r"mail system error|не (?:может быть|удалось|было) достав|недоставлен|ошибка доставки|unzustellbar|"
    r"konnte nicht zugestellt|non remis|échec de (?:la )?remise|no se pudo entregar|no entregado|"
    r"mancata consegna|recapito non riuscito|não foi entregue|falha na entrega",
    re.IGNORECASE,
)
_DELAYED: Final = re.compile(
    r"delay|warning: (?:message|could not send)|still undelivered|задерж|verzögert|retard|demora|ritardo|atraso",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_AWAY: Final = re.compile(
    r"(?:auto(?:matic|mated)?[- ]?(?:reply|response|answer)|out of (?:the )?office(?: reply)?|автоответ(?:чик)?|"
    r"автоматический ответ|автоматическое уведомление|automatische antwort|abwesenheitsnotiz|abwesenheit|"
    r"réponse automatique|respuesta automática|risposta automatica|resposta automática|autosvar|"
    r"automatisch antwoord|odpowiedź automatyczna)\s{0,3}(?::|$)",
    re.IGNORECASE,
)
_WHY: Final = 100
_BEFORE: Final = re.compile(r"\s*[;(]")
_SUPPRESSED: Final = frozenset({"all", "oof", "autoreply"})
_AUTO_HEADERS: Final = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-autoreply-from",
    "x-mail-autoreply",
)
_LIST_HEADERS: Final = ("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list")
_LIST_PRECEDENCES: Final = frozenset({"list", "bulk", "junk"})


@dataclass(frozen=True, slots=True)
class ReportFact:
    """What a mail server says of one recipient: `failed`, `delayed`, `delivered` ... and a status like `5.1.1`."""

    action: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What is looked at. Names of headers are in lower case.

    `ours`: the desk itself has sent it; its mark says so, or the sender is one of its mailboxes.
    """

    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reports: Sequence[ReportFact] = ()
    sender: str = ""
    subject: str = ""
    text: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a mail and what showed it, for whoever asks."""

    kind: KindOfMail
    why: str

    @property
    def is_bounce(self) -> bool:
        """Whether a mail server says that it could not deliver ours."""
        return self.kind in {"hard_bounce", "soft_bounce"}

    @property
    def is_from_machine(self) -> bool:
        """Whether nobody waits for an answer to it."""
        return self.kind != "person"


def kind_of(mail: MailFacts) -> Kind:
    """The kind: what a header says for certain comes before what words suggest."""
    return _loop(mail) or _bounce(mail) or _automatic(mail) or _listed(mail) or Kind("person", "nothing says otherwise")


def _values(mail: MailFacts, name: str) -> list[str]:
    return [each[:_READ].strip().casefold() for each in mail.headers.get(name, ())]


def _loop(mail: MailFacts) -> Kind | None:
    if mail.ours:
        return Kind("loop", "the desk has sent it itself")
    if len(mail.headers.get("received", ())) > HOPS:
        return Kind("loop", f"it has passed more than {HOPS} servers")
    return None


def _bounce(mail: MailFacts) -> Kind | None:
    told = [kind for report in mail.reports if (kind := _told(report)) is not None]
    if told:
        return next((each for each in told if each.kind == "hard_bounce"), told[0])
    types = _values(mail, "content-type")
    if any("report-type" in each and "delivery-status" in each for each in types) and not mail.reports:
        return _by_words(mail, "a delivery report that cannot be read") or Kind(
            "soft_bounce", "a delivery report without a status"
        )
    if any(_values(mail, "x-failed-recipients")):
        return _by_words(mail, "X-Failed-Recipients") or Kind("hard_bounce", "X-Failed-Recipients")
    if mail.reports:
        return None
    if _DAEMON.match(mail.sender) or any(each == "<>" for each in _values(mail, "return-path")):
        return _by_words(mail, "a mail server writes so")
    return None


def _told(report: ReportFact) -> Kind | None:
    """What one recipient's lines say; None when the mail got there."""
    action, status = report.action.casefold(), report.status.strip()
    if action in {"delivered", "relayed", "expanded"} or status.startswith("2"):
        return None
    if action == "delayed" or status.startswith("4"):
        return Kind("soft_bounce", f"a delivery report: {action or 'delayed'} {status}".strip())
    if action == "failed" or status.startswith("5"):
        return Kind("hard_bounce", f"a delivery report: {action or 'failed'} {status}".strip())
    return None


def _by_words(mail: MailFacts, why: str) -> Kind | None:
    subject, text = mail.subject[:_READ], mail.text[:_READ]
    found = _STATUS.search(text)
    if _DELAYED.search(subject) or (found is not None and found[1] == "4"):
        return Kind("soft_bounce", f"{why}: delayed")
    if _FAILED.search(subject) or (found is not None and found[1] == "5") or _FAILED.search(text):
        return Kind("hard_bounce", f"{why}: failed")
    return None


def _automatic(mail: MailFacts) -> Kind | None:
    said = [
        *(
            f"Auto-Submitted: {each}"
            for each in _values(mail, "auto-submitted")
            if _BEFORE.split(each)[0] not in {"no", ""}
        ),
        # On what a person of another desk like this one has written, it only asks machines to be silent.
        *(
            f"X-Auto-Response-Suppress: {each}"
            for each in _values(mail, "x-auto-response-suppress")
            if _SUPPRESSED & _words(each) and "x-otklik-desk" not in mail.headers
        ),
        *(name for name in _AUTO_HEADERS if any(each not in {"", "no", "false"} for each in _values(mail, name))),
        *(f"Precedence: {each}" for each in _values(mail, "precedence") if each.startswith("auto")),
        *(f"X-Autogenerated: {each}" for each in _values(mail, "x-autogenerated") if each in {"reply", "forward"}),
        *("a report of a machine" for each in _values(mail, "content-type") if each.startswith("multipart/report")),
        *("a report of a machine" for _ in mail.reports[:1]),
        *("it has no return path" for each in _values(mail, "return-path") if each == "<>"),
        *("the subject says so" for _ in range(_AWAY.match(mail.subject[:_READ].strip()) is not None)),
    ]
    return Kind("auto_reply", said[0][:_WHY]) if said else None


def _words(value: str) -> set[str]:
    return {each.strip() for each in value.replace(";", ",").split(",")}


def _listed(mail: MailFacts) -> Kind | None:
    for name in _LIST_HEADERS:
        if any(_values(mail, name)):
            return Kind("list", name)
    for value in _values(mail, "precedence"):
        if value in _LIST_PRECEDENCES:
            return Kind("list", f"Precedence: {value}")
    return None
