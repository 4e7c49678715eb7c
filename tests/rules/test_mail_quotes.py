"""Folding: what a person wrote stays, what they only carried along goes, in the ways of the programs of the world."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.mail_quotes import Folded, fold, passes_on

REPLY = "Спасибо, всё работает.\nThank you!"

HEADERS = {
    "gmail en": "On Mon, Apr 2, 2012 at 6:26 PM, Megan One <m@one.example> wrote:",
    "gmail en wrapped": "On Tue, Apr 19, 2011 at 11:17 AM, Roman <romant@\nexample.com>\nwrote:",
    "gmail en broken": "On Nov 30, 2011, at 12:47 PM, Somebody <\n416ffd3258d4d2fa4c85cfa4c44e1721d66e3e8f4\n@example.org>wrote:",
    "gmail old": "2014-10-17 11:28 GMT+03:00 Postmaster <\npostmaster@sandbox.example>:",
    "gmail older": "2011/4/7 Nathan Łова <support@example.com>:",
    "gmail ru": "пт, 3 апр. 2020 г. в 10:12, Иван Петров <ivan@example.ru>:",
    "gmail ru wrapped": "чт, 26 нояб. 2026 г. в 10:12, Служба поддержки Отличного Магазина <\nhelp@shop.example>:",
    "gmail ru old": '02.04.2012 14:20 пользователь "bob@x.example" <\nbob@x.example> написал:',
    "gmail ru older": "2 апреля 2012 г., 14:20 пользователь Иван <ivan@example.ru> написал:",
    "gmail de": "Am Fr., 3. Apr. 2020 um 10:12 Uhr schrieb Hans Müller <h@mueller.example>:",
    "gmail de name first": "Hans Müller <h@mueller.example> schrieb am Fr., 3. Apr. 2020, 10:12:",
    "gmail fr": "Le ven. 3 avr. 2020 à 10:12, Élodie Martin <e@martin.example> a écrit :",
    "gmail es": "El vie, 3 abr 2020 a las 10:12, José (<j@ejemplo.example>) escribió:",
    "gmail it": "Il giorno ven 3 apr 2020 alle ore 10:12 Mario Rossi <m@rossi.example>\nha scritto:",
    "gmail pt": "Em sex., 3 de abr. de 2020 às 10:12, João <j@exemplo.example> escreveu:",
    "gmail pl": "pt., 3 kwi 2020 o 10:12 Zofia <z@przyklad.example> napisał(a):",
    "gmail nl": "Op vr 3 apr. 2020 om 10:12 schreef Jan <j@voorbeeld.example>:",
    "gmail uk": "пт, 3 квіт. 2020 р. о 10:12 Олена <o@example.ua> пише:",
    "apple en": "On 11-Apr-2011, at 6:54 PM, Roman T <romant@example.com> wrote:",
    "apple ru": "3 апр. 2020 г., в 10:12, Иван Петров <ivan@example.ru> написал(а):",
    "apple de": "Am 03.04.2020 um 10:12 schrieb Hans Müller <h@mueller.example>:",
    "apple fr": "Le 23 janv. 2015 à 22:03, Brendan <b@xxx.example<mailto:b@xxx.example>> a écrit:",
    "apple es": "El 3 abr 2020, a las 10:12, José <j@ejemplo.example> escribió:",
    "apple it": "Il giorno 3 apr 2020, alle ore 10:12, Mario <m@rossi.example> ha scritto:",
    "apple pt": "No dia 3/04/2020, às 10:12, João <j@exemplo.example> escreveu:",
    "thunderbird en": "On 26.06.2014 14:41, Alexander L\nwrote:",
    "thunderbird ru": "26.06.2014 14:41, Иван Петров пишет:",
    "thunderbird ru weekday": "В Чт, 26/06/2014 в 14:41 +0400, Иван пишет:",
    "thunderbird de": "Am 26.06.2014 um 14:41 schrieb Hans Müller:",
    "thunderbird fr": "Le 26/06/2014 14:41, Élodie Martin a écrit\xa0:",
    "thunderbird pt": "Às 14:41 de 26/06/2014, João escreveu:",
    "yandex": '26.06.2014, 14:41, "Alexander L" <abc@example.com>:',
    "yandex with subject": "----------------\nКому: Магазин (help@shop.example);\nТема: Заказ;\n"
    '26.06.2021, 14:41, "Иван" <ivan@example.ru>:',
    "mail.ru": "Thu, 26 Jun 2014 14:00:51 +0400 от Alexander L <abc@example.com>:",
    "mail.ru new": "Четверг, 26 июня 2014, 14:00 +04:00 от Иван Петров <ivan@example.ru>:",
    "mail.ru phone": "понедельник, 06 апреля 2020г., 12:00 +03:00 от Иван ivan@example.ru:",
    "mail.ru en": "Thursday, 26 June 2014, 14:00 +04:00 from Ivan <ivan@example.ru>:",
    "the bat": "Вы писали 26 июня 2014 г., 14:41:",
    "swedish": "Den 14 september, 2015 02:23:18, Valentino Rudy (valentino@rudy.example) skrev:",
    "vietnamese": "Vào 14:24 8 tháng 6, 2017, Hùng Nguyễn <h@xxx.example> đã viết:",
    "dashes": "------On 12/29/1987 17:32 PM, Julius Caesar wrote-----",
    "android": "---- John Smith wrote ----",
    "samsung": "Sent from Samsung MobileName <address@example.com> wrote:",
    "lead at": "At 10:12 AM 11/26/2026, Bob wrote:",
    "evolution": "On Thu, 2026-11-26 at 10:12 +0000, Bob wrote:",
    "name first": "Иван Петров <i@x.example> 26 ноября 2026 г. в 10:12 написал(а):",
    "unknown language": "Bob <bob@example.com> kirjoittaa näin:",
}  # fmt: skip

# With these, the quote may stand without any mark.
ALONE = [each for each in HEADERS if each not in {"the bat", "android", "samsung", "unknown language"}]

BLOCKS = {
    "outlook en": "From: Foo [mailto:foo@bar.example]\nOn Behalf Of baz@bar.example\nSent: Monday, January 01, 2000 12:00 AM\n"
    "To: john@bar.example\nCc: jane@bar.example\nSubject: Conversation",
    "outlook ru": "От: Магазин <help@shop.example>\nОтправлено: 26 июня 2014 г. 15:05\nКому: Иван\nТема: RE: Заказ",
    "outlook de": "Von: somebody@example.com\nGesendet: Dienstag, 25. November 2014 14:59\nAn: Somebody\nBetreff: Antwort",
    "outlook fr": "De : Brendan [mailto:b@xxx.example]\nEnvoyé : vendredi 23 janvier 2015 16:39\nÀ : Camille\nObjet : Suivi",
    "outlook es": "De: José <j@e.example>\nEnviado el: viernes, 3 de abril de 2020 10:12\nPara: Ana\nAsunto: Pedido",
    "outlook it": "Da: Mario <m@r.example>\nInviato: venerdì 3 aprile 2020 10:12\nA: Anna\nOggetto: Ordine",
    "outlook pt": "De: João <j@e.example>\nEnviada em: sexta-feira, 3 de abril de 2020 10:12\nPara: Ana\nAssunto: Pedido",
    "outlook nl": "Van: Jan <j@v.example>\nVerzonden: vrijdag 3 april 2020 10:12\nAan: Anna\nOnderwerp: Bestelling",
    "outlook pl": "Od: Zofia <z@p.example>\nWysłano: piątek, 3 kwietnia 2020 10:12\nDo: Anna\nTemat: Zamówienie",
    "outlook.com": "________________________________\nFrom: A <a@b.example>\nSent: Friday, April 3, 2020 10:12 AM\nTo: C\nSubject: D",
    "bold": "*From:* bob@xxx.example [mailto:\nbob@xxx.example]\n*Sent:* Wednesday, June 27, 2012 3:05 PM\n*To:* t@x.example\n*Subject:* Hello",
    "paragraphs": "From: A <a@b.example>\n\nSent: Friday, April 3, 2020 10:12 AM\n\nTo: C\n\nSubject: D",
    "windows mail": "От: Alexander L\nОтправлено: \u200eчетверг\u200e, \u200e26\u200e \u200eиюня\u200e \u200e2014\u200e г. 15:05\nКому: Alex",
    "hotmail": "Date: Thu, 26 Jun 2014 13:53:45 +0400\nSubject: Test message\nFrom: abc@example.com\nTo: alex.l@example.com",
    "two only": "From: somebody@example.com\nDate: Wed, 16 May 2012 00:15:02 -0600",
    "date and to": "Date: Wed, 16 May 2012 00:15:02 -0600\nTo: kl@example.com",
    "original": "-----Original Message-----\nFrom: bob <bob@example.com>\nTo: x\nSent: Mon, Apr 2, 2012 5:49 pm\nSubject: Test",
    "original alone": "----- Original Message -----",
    "original ru": "-----Исходное сообщение-----\nОт: Иван",
    "original de": "-------- Ursprüngliche Nachricht --------\nVon: X",
    "original fr": "-------- Message d'origine --------",
    "original es": "-----Mensaje original-----",
    "original it": "-----Messaggio originale-----",
    "original pt": "-----Mensagem original-----",
    "original da": "_____Oprindelig meddelelse_____",
    "original zimbra fr": "----- Mail original -----\nDe: a@b.example",
    "original zimbra de": "----- Ursprüngliche Mail -----\nVon: a",
    "original proton": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Thursday, April 2, 2020 10:12 AM, Bob <b@x.example> wrote:",
    "write above": "##- Please type your reply above this line -##",
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_marked_lines_are_folded_with_their_header(header: str) -> None:
    assert fold(f"{REPLY}\n\n{header}\n\n> Hi,\n>\n> how are you?\n>> older\n").reply == REPLY
    assert fold(f"{REPLY}\n{header}\n> Hi").reply == REPLY
    under = fold(f"{header}\n> Hi,\n> how?\n\n{REPLY}")
    assert under.reply == REPLY
    assert under.quoted.endswith("> how?")


@pytest.mark.parametrize("header", [HEADERS[each] for each in ALONE], ids=ALONE)
def test_a_full_header_ends_the_reply_without_marks_too(header: str) -> None:
    folded = fold(f"{REPLY}\n\n{header}\n\nHello, this is the desk.\nHow are you?")
    assert folded.reply == REPLY
    assert folded.quoted.endswith("How are you?")


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_a_block_of_headers_ends_the_reply(block: str) -> None:
    folded = fold(f"{REPLY}\n\n{block}\n\nHello, this is the desk.\n")
    assert folded.reply == REPLY
    assert folded.quoted == f"{block}\n\nHello, this is the desk."
    assert fold(f"{REPLY}\n{block}\nHello").reply == REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Please change my journey:\nFrom: Berlin\nTo: Paris\nDate: 12 May\n\nThank you",
        "Subject: maths\nDate: 12 May 2020\nRoom: 5",
        "On Monday at 10:30 your colleague said:\nsend us the number",
        "I got this error:\n> Error 500 at line 3",
        "In the logs I see:\n\n> one\n> two\n",
        "> Do you want red or blue?\nRed please.\n> And the size?\nLarge.",
        "Visit us now for assistance...\n>>> >>>  http://www.domain.example <<<\nVisit our site above",
        "The time is 10:30 on 3 May 2020:\nlate",
        "Original message was better",
        "From: me",
        "-----\nOne\n-----\nTwo",
    ],
)
def test_in_doubt_nothing_is_folded(text: str) -> None:
    assert fold(text) == Folded(text.strip(), "", "")


def test_answers_between_quoted_lines_keep_them() -> None:
    head = "On Mon, Apr 2, 2012 at 6:26 PM, Megan <m@one.example> wrote:"
    text = f"Hi,\n\n{head}\n> Is it on?\n\nYes.\n\n> Since when?\n\nMay.\n\n> Regards,\n> Megan"
    folded = fold(text)
    assert folded.reply == text.partition("\n\n> Regards")[0]
    assert folded.quoted == "> Regards,\n> Megan"


def test_words_around_one_quote_stay() -> None:
    text = "Test reply\n\nOn 04/19/2011 07:10 AM, Roman Tkachenko wrote:\n\n>\n> Test\n\nRegards, Roman"
    assert fold(text).reply == "Test reply\n\nRegards, Roman"


def test_a_broken_link_does_not_end_a_quote() -> None:
    text = (
        "Blah\n\nOn Thursday, October 25, 2012 at 3:03 PM, life is short. on Bob wrote:\n\n>\n> Post a response\n>\n"
        "(http://example.com/c/YzOTYzMmE) >\n> life is short. (http://example.com/c/YzMmE)\n>\n"
    )
    assert fold(text).reply == "Blah"


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ----------",
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Пересылаемое сообщение --------",
        "---------- Пересланное сообщение ----------",
        "Начало переадресованного сообщения:",
        "-------- Weitergeleitete Nachricht --------",
        "Anfang der weitergeleiteten Nachricht:",
        "---------- Message transféré ----------",
        "Début du message transféré :",
        "---------- Mensaje reenviado ----------",
        "---------- Messaggio inoltrato ----------",
        "---------- Mensagem encaminhada ----------",
    ],
)
@pytest.mark.parametrize("above", ["", "FYI\n\n"])
def test_what_is_passed_on_is_content(mark: str, above: str) -> None:
    text = f"{above}{mark}\nFrom: bob@example.com\nDate: Tue, Sep 4, 2012 at 1:35 PM\nSubject: Two\nTo: r@x.example\n\nText"
    assert fold(text) == Folded(text, "", "")


@pytest.mark.parametrize("says", ["Answers below.", "Ответы ниже красным, спасибо", "Siehe unten", "Réponses en rouge"])
@pytest.mark.parametrize("head", [BLOCKS["outlook ru"], HEADERS["gmail de"], BLOCKS["original"]])
def test_who_answers_in_the_other_mail_is_shown_with_it(says: str, head: str) -> None:
    text = f"{says}\n\n{head}\n\nWhat colour?\nRed.\nWhen?\nTomorrow."
    assert fold(text) == Folded(text, "", "")
    assert fold(text.replace(says, "Fine, thank you")).reply == "Fine, thank you"
    # Where quoted lines are marked, everybody sees whose they are.
    assert fold(f"{says}\n\n{HEADERS['gmail en']}\n> What?\n").reply == says


@pytest.mark.parametrize("above", ["", "\n\n", "Sent from my iPhone\n\n"])
@pytest.mark.parametrize("head", [BLOCKS["outlook ru"], HEADERS["gmail de"], BLOCKS["original"]])
def test_a_mail_without_a_word_of_its_own_is_shown_whole(above: str, head: str) -> None:
    text = f"{above}{head}\n\nHello"
    assert fold(text).reply == text.strip()


@pytest.mark.parametrize("subject", ["Fwd: x", "FW: x", "WG: x", "TR: x", "Пересл: x"])
def test_a_forwarded_mail_is_known_by_its_subject(subject: str) -> None:
    text = f"See below.\n\n{BLOCKS['outlook en']}\n\nThe invoice"
    assert passes_on(subject)
    assert not passes_on(f"Re: {subject}")
    assert fold(text, forwarded=True).reply == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nIvan Petrov\n+7 900 000-00-00",
        "--\nС уважением,\nИван",
        "--\xa0\nxxx\nSent with Sparrow (http://www.sparrowmailapp.com/?sig)",
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from Mail for Windows 10",
        "Sent from Yahoo Mail on Android",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Отправлено с iPhone",
        "Отправлено с моего iPhone",
        "Отправлено из мобильной Яндекс.Почты",
        "Отправлено из Почты Mail.ru для Android",
        "-- \nОтправлено из мобильного приложения Яндекс Почты",
        "Von meinem iPhone gesendet",
        "Von meinem Samsung Gerät gesendet.",
        "Gesendet mit der GMX Mail App",
        "Envoyé de mon iPhone",
        "Envoyé depuis mon appareil Galaxy",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Wysłane z iPhone'a",
    ],
)
def test_signatures_are_folded(signature: str) -> None:
    alone, over = fold(f"{REPLY}\n\n{signature}\n"), fold(f"{REPLY}\n\n{signature}\n\n{HEADERS['gmail en']}\n> Hi")
    assert alone.reply == over.reply == REPLY
    assert alone.signature.splitlines()[-1] == signature.splitlines()[-1]
    assert over.signature == alone.signature


@pytest.mark.parametrize(
    "text",
    [
        "Sent from my iPhone",
        "--\nIvan",
        "one\n--\n" + "a line\n" * 20 + "end",
        "Sent from the shop, it never came",
        "a--\nb",
    ],
)
def test_what_may_be_words_is_no_signature(text: str) -> None:
    assert fold(text).reply == text
    assert not fold(text).signature


def test_thanks_are_not_a_signature() -> None:
    assert fold("Hi. I am fine.\n\nThanks,\nAlex").reply == "Hi. I am fine.\n\nThanks,\nAlex"


PIECES = [
    *HEADERS.values(),
    *BLOCKS.values(),
    "> a",
    ">> b",
    "",
    "-- ",
    "word",
    "Sent from my iPhone",
    "From: x",
    "---",
    "\t",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=12))
def test_nothing_is_lost_and_no_reply_is_empty(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    folded = fold(text)
    assert bool(folded.reply.strip()) == bool(text.strip()) or not any(c.isprintable() for c in text.strip())
    there = "".join(sorted(folded.reply + folded.quoted + folded.signature)).split()
    assert sorted("".join(there)) == sorted("".join(text.split()))


@pytest.mark.parametrize(
    "piece",
    [
        ">", "> ", "> \n", ">\n", "On Mon, 2 Apr 2012 at 10:30, bob wrote: ", "On Mon, 2 Apr 2012 at 10:30, bob wrote:\n",
        "On 2 wrote\n", "On 2 Apr 2012 10:30, ", "From: x\n", "From: a@b\nSent: c\n", " ", "\n", "a ", "-", "--\n", "> a\nb\n",
        "Sent from my ", "Sent from my iPhone\n", "<http://\n>\n", "Subject:", "on\r", "@", "On a a a\n", "26.06.2014, 14:41, ",
        "1.1.2001 10:10 a@b\n", "_ ", "*From:*\n", "a@b>:\n", "Le 3\n> a\n", "пт, 3 апр.\n",
    ],
)  # fmt: skip
def test_hostile_text_costs_no_more_than_its_size(piece: str) -> None:
    text = piece * (80_000 // len(piece))
    began = time.process_time()
    fold(text)
    assert time.process_time() - began < 0.6  # a tenth of it on a quiet machine; what is not linear takes minutes
