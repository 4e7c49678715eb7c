"""Languages: short texts of customers, alphabets, mixtures, and what is kept of whom."""

import pytest

from app import detecting
from app.rules.languages import NOTHING, Heard, Tongue, heard, kept, of_ticket

# As customers begin: few words, no capitals, a word of the trade.
RUSSIAN = """Привет|Здравствуйте|где мой заказ|не работает вход|Не приходит код|верните деньги|ок|да|нет
спасибо|как отменить подписку|Почему так долго?|оплата не прошла|Пришёл не тот товар|пароль|Карта заблокирована
App не открывается|УЖАС!!!|что с заказом 12345|алло""".replace("\n", "|").split("|")
ENGLISH = """Hi|hello there|where is my order|cannot log in|no code|refund pls|ok|yes|no|thanks|how do i cancel
Why so long?|payment failed|Wrong item|password|Card blocked|App won't open|THIS IS AWFUL|order 12345?
anyone""".replace("\n", "|").split("|")
TRANSLITERATED = """privet, kak dela|privet|zdravstvuyte|gde moy zakaz|spasibo bolshoe|ne rabotaet vhod
pomogite pozhaluysta|vernite dengi|4to s zakazom?|ya hochu otmenit zakaz|podskajite pojaluista|zhdu otveta""".replace(
    "\n", "|"
).split("|")
OTHERS = {
    "de": "Guten Tag, wo ist meine Bestellung?",
    "fr": "Bonjour, où est ma commande ?",
    "es": "¿Dónde está mi pedido?",
    "uk": "Де моє замовлення?",
    "be": "Дзякуй, калі ласка, ўсё добра",
    "kk": "Сәлеметсіз бе, тапсырысым қайда?",
    "bg": "Къде е моята поръчка?",
    "sr": "Где је моја поруџбина?",
    "tr": "Siparişim nerede?",
    "pl": "Nie mogę się zalogować",
    "zh": "我的订单在哪里？",
    "ja": "注文はどこですか？",
    "ko": "제 주문은 어디에 있나요?",
    "ar": "أين طلبي؟",
    "he": "איפה ההזמנה שלי?",
    "el": "Πού είναι η παραγγελία μου;",
    "hi": "मेरा ऑर्डर कहाँ है?",
}
# An answer of none of these is not a word of anybody.
WORDLESS = (
    "", "  \n ", "\U0001f600\U0001f44d\U0001f3fd", "12345", "15.04.2026, 12:30", "https://example.com/abc?q=privet",
    "vera@example.com", "```print('hello world')```", "{{customer.name}}", "> what you wrote", "<br><br/>", "?!\u2026",
    "\u2116 5",
)  # fmt: skip
MIXED = {
    "Hello, у меня не работает login button": "ru",
    "Order 500 error ERR_CONNECTION_REFUSED у клиента при оплате": "ru",
    "I cannot find the «Настройки» button in the app menu": "en",
    "Привет! Hello!": "ru",
    "How do I say spasibo in English please": "en",
    "> old words of ours\nДа": "ru",
    "\u202eпри\u0301вет": "ru",
    "WHERE IS MY MONEY": "en",
}


def language(text: str) -> str | None:
    return detecting.language(text).language


def test_forty_short_texts_are_in_their_language() -> None:
    assert [text for text in RUSSIAN if language(text) != "ru"] == []
    assert [text for text in ENGLISH if language(text) != "en"] == []
    assert len(RUSSIAN) + len(ENGLISH) == 40


def test_russian_in_latin_letters_is_russian() -> None:
    assert [text for text in TRANSLITERATED if language(text) != "ru"] == []


@pytest.mark.parametrize(("wanted", "text"), OTHERS.items())
def test_other_languages_are_not_taken_for_those_that_are_expected(wanted: str, text: str) -> None:
    assert language(text) == wanted


def test_what_has_no_words_has_no_language() -> None:
    assert [text for text in WORDLESS if detecting.language(text) != NOTHING] == []


@pytest.mark.parametrize(("text", "wanted"), MIXED.items())
def test_a_mixed_text_is_in_the_language_that_is_spoken(text: str, wanted: str) -> None:
    assert language(text) == wanted


def test_a_short_text_is_in_one_of_the_expected_languages() -> None:
    def guess(_text: str) -> list[tuple[str, float]]:
        return [("de", 0.9), ("uk", 0.6), ("nl", 0.05), ("en", 0.01)]

    assert heard("bestellung", ["ru", "en"], guess) == Heard("en", 1)
    assert heard("bestellung", ["de", "ru"], guess) == Heard("de", 1)
    assert heard("wo ist sie", ["ru", "en"], guess) == Heard("de", 3)
    assert heard("добре", ["uk", "ru"], guess) == Heard("uk", 1)
    # The desk expects no language of this alphabet.
    assert heard("order", ["ru"], guess) == Heard("en", 1)
    assert heard("заказ", ["en"], guess) == Heard("ru", 1)


@pytest.mark.parametrize("piece", ["a", "я", "a@", "<", "{", "`", "@", "> ", "www.", "\ud800", "\u0301", "漢", "a'"])
def test_long_and_hostile_texts_are_read_as_far_as_needed(piece: str) -> None:
    found = detecting.language(piece * (16_384 // len(piece)))
    assert found.words <= 600


def test_the_first_words_say_what_somebody_speaks_and_enough_words_change_it() -> None:
    assert kept(None, Heard("en", 1)) == "en"
    assert kept("ru", Heard("en", 2)) == "ru"
    assert kept("ru", Heard("en", 3)) == "en"
    assert kept("ru", NOTHING) == "ru"
    assert kept(None, NOTHING) is None


def test_a_ticket_is_in_the_language_that_was_said_written_or_known() -> None:
    few, enough = Heard("en", 1), Heard("en", 3)
    assert of_ticket("de", enough, "ru") == Tongue("de", detected=False)
    assert of_ticket(None, enough, "ru") == Tongue("en", detected=True)
    assert of_ticket(None, few, "ru") == Tongue("ru", detected=True)
    assert of_ticket(None, few, None) == Tongue("en", detected=True)
    assert of_ticket(None, NOTHING, None) == Tongue(None, detected=False)
