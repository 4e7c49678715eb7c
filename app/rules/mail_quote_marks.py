"""The words by which mail programs say "from here on it is somebody else's text", in the languages of our customers.

Each recogniser looks at one line, or at a few joined ones, of a bounded length: no input costs more than its size.
"""

import re
from collections.abc import Mapping
from typing import Final

LINE: Final = 500  # what is longer is no header of a quote

_UNSEEN = {ord(each): None for each in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\ufeff"}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\t\r\f\v"), " ")
_PLAIN: Final = {**_UNSEEN, **_SPACES, ord("\uff1a"): ":"}

_WEEKDAYS = (
    r"(?:mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"(?:mo|di|mi|do|fr|sa|so|п[нт]|вт|ср|чт|сб|вс|нд|pt|wt|śr)(?=[.,\s])|поне|втор|сред|четв|пятн|субб|воск|неді|"
    r"lun|mar|mer|jeu|ven|sam|dim|mi[eé]|jue|vie|s[aá]b|dom|gio|seg|ter|qua|qui|sex|pon|czw|sob|nied|ndz)"
)
_MONTHS = (
    r"(?:jan|feb|f[eé]v|mar|m[aä]r|mrz|mrt|a[pbv]r|ma[iyjg]|mei|ju[nl]|juin|juil|giu|lug|au?g|ao[uû]|sep|set|okt|oct|"
    r"out|ott|nov|d[eéi][czs]|ene|gen|ago|sty|lut|kwi|cze|lip|sie|wrz|pa[zź]|lis|gru|янв|фев|мар|апр|ма[йя]|ию[нл]|авг|"
    r"сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)"
)
_LEADS = r"(?:on|at|am|le|el|il|em|no|op|den|w|dnia|dne|på|в|во|у|vào|à|às|a|kl|il giorno|no dia|w dniu)"
_WORD = r"[^\W\d]{1,20}"
_GAP = r"[\s,.:(–-]{1,3}"

# How a line begins that says who wrote when: "On Mon, Apr 2", "пт, 3 апр. 2020", "26.06.2014, 14:41", "3 avr. 2020".
_STARTS: Final = re.compile(
    rf"(?:{_LEADS}{_GAP}(?:{_WORD}{_GAP}){{0,4}}\d|{_WEEKDAYS}[^\W\d]{{0,12}}{_GAP}(?:{_WORD}{_GAP}){{0,3}}\d|"
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{1,2}}\.?(?:º|er)? (?:de |d[’'])?{_MONTHS}|"
    r"вы писали|ви писали|you wrote|sie schrieben|vous avez écrit|vous écriviez)",
    re.IGNORECASE,
)
_VERBS: Final = re.compile(
    r"\b(?:wrote|writes|schrieb(?:en)?|geschrieben|(?:на)?писал[аи]?(?:\(а\))?|пиш[еу]т?|напис(?:ав|ала)|a écrit|"
    r"avez écrit|écriviez|escribi[oó]|ha escrito|ha scritto|scrisse|escreveu|schreef|napisał(?:\(?a\)?)?|pisze|skrev|"
    r"kirjoitti|napsal(?:\(?a\)?)?|đã viết|yazdı|写道)(?=\W|$)",
    re.IGNORECASE,
)
_QUOTING: Final = re.compile(
    r"(?:quoting|zitat von|citando a|en réponse à|цитирую|ответ на письмо) .{0,200}@", re.IGNORECASE
)
_TIME: Final = re.compile(r"\b\d{1,2}\s?[:h.]\s?\d{2}\b|\b\d{1,2} (?:[ap]\.?m|uhr)\b", re.IGNORECASE)
_DATE: Final = re.compile(
    rf"\b\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b|\b(?:19|20)\d\d|\b\d{{1,2}}\.?(?: de)? {_MONTHS}|"
    rf"\b{_MONTHS}[^\W\d]{{0,8}}\.? \d{{1,2}}\b|\b\d{{1,2}}-{_MONTHS}",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"[^\s<>@]@[^\s<>@]")
_ENDS_WITH_MAIL: Final = re.compile(
    r"@[^\s@<>]{1,200}(?:[>)\]\"';\s]{0,8}|<mailto:[^\s<>]{1,200}>[>)\s]{0,4}):$", re.IGNORECASE
)

_ORIGINAL: Final = re.compile(
    r"(?:the )?(?:original(?:e|en|nachricht)?[ -]?(?:message|mail|e-mail|nachricht|appointment|meddelelse)?|"
    r"ursprüngliche (?:nachricht|mail|e-mail|mitteilung)|originalnachricht|исходное (?:сообщение|письмо)|"
    r"(?:оригинальное|первоначальное) (?:сообщение|письмо)|конец исходного сообщения|message d[’']origine|"
    r"(?:message|mail|e-mail) (?:original|initial|d[’']origine)|mensaje original|messaggio originale|mensagem original|"
    r"wiadomość oryginalna|oryginalna wiadomość|oorspronkelijk bericht|oprindelig meddelelse|"
    r"ursprungligt meddelande|opprinnelig melding|původní zpráva|reply message|оригінальне повідомлення|原始邮件)",
    re.IGNORECASE,
)
_FORWARD: Final = re.compile(
    r"(?:begin |start of |end of )?(?:forwarded (?:message|mail|e-mail|by)|forward header)|"
    r"(?:конец |начало )?(?:пересылаем|пересланн|перенаправленн|переадресованн)(?:ое|ого) (?:сообщени|письм)|"
    r"(?:anfang der |beginn der )?weitergeleitete[nr]? (?:nachricht|e-?mail)|"
    r"(?:début du )?message (?:transf[eé]r[eé]|transmis|r[eé]exp[eé]di[eé])|"
    r"(?:inicio del )?mensaje (?:re-?enviado|reenviado)|(?:inizio )?messaggio inoltrato|"
    r"(?:início da )?mensagem (?:re)?encaminhada|(?:przekazana wiadomość|wiadomość przekazana|początek przekazanej)|"
    r"doorgestuurd bericht|vidarebefordrat meddelande|videresendt (?:meddelelse|melding)|переслане повідомлення",
    re.IGNORECASE,
)
_ABOVE: Final = re.compile(
    r"(?:please )?(?:type|write|enter)?\s?(?:your )?reply above this line|"
    r"(?:пожалуйста, )?(?:пишите|напишите|введите)?\s?(?:ваш )?ответ выше этой (?:строки|линии|черты)|"
    r"(?:bitte )?antworten sie (?:bitte )?(?:über|oberhalb) dieser (?:zeile|linie)|"
    r"(?:veuillez )?répond(?:re|ez) au-dessus de cette ligne",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"[-_=*—–‐―─~]{3,}$|(?:[-_*] ){2,40}[-_*]$")
_DASHED: Final = re.compile(r"(?:[-_=*#—–‐―─]\s?){2}")

_KINDS: Final[Mapping[str, str]] = {
    "from": "from, von, от, от кого, отправитель, de, da, od, van, fra, från, від, expéditeur, remitente, mittente, "
    "发件人",
    "sent": "sent, gesendet, отправлено, дата отправки, envoyé, envoyé le, enviado, enviado el, enviada, enviado em, "
    "enviada em, inviato, wysłano, verzonden, sendt, skickat, надіслано, 发送时间",
    "date": "date, datum, дата, fecha, data, dato",
    "to": "to, an, кому, à, para, a, do, aan, til, till, destinataire, destinatario, 收件人",
    "cc": "cc, bcc, cci, copy, копия, скрытая копия, kopie, copie, copia, dw, сс, копія, 抄送",
    "subject": "subject, betreff, тема, objet, sujet, asunto, oggetto, assunto, temat, onderwerp, emne, ämne, 主题",
    "other": "importance, wichtigkeit, важность, priority, priorité, reply-to, reply to, antwort an, répondre à, "
    "attachments, вложения, anlagen, pièces jointes, organization",
}
_KEYS: Final = {key.strip(): kind for kind, keys in _KINDS.items() for key in keys.split(",")}
_KEY: Final = re.compile(
    r"[\s*_]{0,4}([^\W\d_][^\W\d_ -]{0,14}(?:[ -][^\W\d_]{1,12})?)\s{0,2}[*_]{0,2}\s?:[*_]{0,2}(.*)"
)


# How somebody says that the answers are below, in the mail that is answered.
_BELOW: Final = re.compile(
    r"\b(?:below|in-?line|in (?:red|blue|green|colou?r)|ниже|по тексту|в тексте|(?:красн|син|зел[её]н)ым|"
    r"цветом|нижче|unten|weiter unten|in (?:rot|blau|grün)|ci-?dessous|plus bas|en (?:rouge|bleu|vert)|"
    r"(?:más )?abajo|en (?:rojo|azul|verde)|qui sotto|di seguito|in (?:rosso|blu|verde)|abaixo|"
    r"(?:em|a) (?:vermelho|azul|verde))\b",
    re.IGNORECASE,
)
SHORT: Final = 300  # characters of a note that only points to what is below it


def points_below(text: str) -> bool:
    """Whether a few plain words say that the answers are further down."""
    return len(text) <= SHORT and _BELOW.search(text) is not None


def plain(line: str) -> str:
    """The line as it is compared: bounded, ordinary spaces, no marks of direction, nothing around it."""
    return line[:LINE].translate(_PLAIN).strip()


def quoted(line: str) -> bool:
    """Whether a plain line stands in a quote (`> so`)."""
    return line.startswith(">")


def header(line: str) -> tuple[str, str] | None:
    """(`from`, `sent`, `date`, `to`, `cc`, `subject` or `other`, the value) of a plain line `From: somebody`."""
    found = _KEY.match(line) if ":" in line else None
    kind = _KEYS.get(found[1].casefold()) if found else None
    return (kind, found[2].strip()) if found and kind else None


def starts(line: str) -> bool:
    """Whether a plain line begins as "On Mon, Apr 2 ..." does."""
    return _STARTS.match(line.lstrip("-—–_*>< ")) is not None


def says_who_wrote(text: str) -> bool:
    """Whether plain text that `starts` so ends a header of a quote that stands for itself: who, when and a colon."""
    text, dashed = _bare(text)
    if not (text.endswith(":") or dashed) or not _DATE.search(text):
        return False
    if _VERBS.search(text):
        return _TIME.search(text) is not None or _MAIL.search(text) is not None
    return _ENDS_WITH_MAIL.search(text) is not None and ("<" in text or _TIME.search(text) is not None)


def introduces(text: str) -> bool:
    """Whether plain text directly before `>` lines says who wrote them; "The error:" only announces them."""
    text, dashed = _bare(text)
    if _QUOTING.match(text):
        return True
    if not (text.endswith((":", ">")) or dashed):
        return False
    return bool(_VERBS.search(text) or _MAIL.search(text) or (_DATE.search(text) and _TIME.search(text)))


def _bare(text: str) -> tuple[str, bool]:
    """The text without dashes around it, and whether there were some (`---- On Monday Bob wrote ----`)."""
    bare = text.strip("-—–_*= ")
    return bare, text.endswith(("--", "__", "==")) and _DASHED.match(text) is not None


def separates(line: str) -> bool:
    """Whether a plain line is one like `-----Original Message-----`, or ours that asks to write above it."""
    bare = line.strip("-—–‐―─_*=#<> ")
    if _ABOVE.match(bare):
        return True
    return _DASHED.match(line) is not None and len(bare) < 60 and _ORIGINAL.fullmatch(bare.rstrip(": ")) is not None  # noqa: PLR2004


def forwards(line: str) -> bool:
    """Whether a plain line says that a forwarded mail follows."""
    bare = line.strip("-—–‐―─_*=#<> ")
    if len(bare) > 80 or not (_DASHED.match(line) or bare.endswith(":")):  # noqa: PLR2004
        return False
    return _FORWARD.match(bare) is not None


def rules(line: str) -> bool:
    """Whether a plain line is only a line: dashes, underscores."""
    return _RULE.match(line) is not None


def mail_in(text: str) -> bool:
    """Whether there is an address in a plain text."""
    return _MAIL.search(text) is not None


def moment_in(text: str) -> bool:
    """Whether a plain text has a date and a time of day."""
    return _DATE.search(text) is not None and _TIME.search(text) is not None


def date_in(text: str) -> bool:
    """Whether a plain text has a date."""
    return _DATE.search(text) is not None
