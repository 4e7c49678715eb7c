"""Russian that is written in Latin letters, as on a phone without another keyboard."""

import re
from collections.abc import Sequence
from typing import Final

# Words that no language of Latin letters has, however each is spelled.
_OWN = """
privet zdravstvuyte zdravstvuite zdrastvuyte zdrastvuite zdravstvujte zdravstvuj dobryy dobryi dobrij dobriy
dobroe dobrogo vecher utro spasibo spasiba pozhaluysta pozhaluista pojaluista pojaluysta pozhalusta
pozhalujsta kak kakoy kakoi kakaya kakie kogda pochemu skolko chto shto 4to chego 4ego chem gde kuda otkuda
kto zachem nuzhno nujno nado mozhno mojno nelzya nelzia mogu mozhet mojet mozhete mojete hochu xochu khochu
khotel hotela budet bylo byla byli menya menia mnoy tebya vash vasha vashe vashi vam vami nash nasha moy moya
moyo moego moyu moemu svoy eto etot etogo esche eshe eshche uzhe uje seychas seichas sejchas segodnya segodnia
zavtra vchera rabotaet rabotayet rabotaete rabotat rabotayut zakaz zakaza zakazy zakazal zakazala dengi deneg
dengami vernite vernut vozvrat oplata oplatil oplatila oplatit oplaty schet schyot kartu karty dostavka
dostavki dostavku posylka posylku tovar tovara kupil kupila kupit prishlo prishel prishla prishol pomogite
pomosch pomosh pomoshch podskazhite podskajite skazhite skajite otvette otvetit vopros oshibka oshibku voyti
voiti vhod vkhod parol parolya pochta pochtu pochte nomer nomera telefona pishet prihodit prikhodit poluchil
poluchila poluchit otmenit otmenite otmena udalit smenit izmenit ochen dela delo delat sdelat sdelayte ponyal
ponimayu ponimaete znayu znaete ili tolko tolka nichego nikak nikto vsegda vsyo vsjo daite dayte davayte zhdu
horosho khorosho xorosho ploho plokho
"""
# These count only beside such a word: others have them, too.
_BESIDE = """
ne ya ja u da net na po za ot v s k o ona vy ty mne est vas nas ego ih ikh esli tak zhe je uze problema karta
adres kod sait sayt vse poka pri iz dlya dlia bez vot tut tam li den zdu otveta
"""
_OWN_WORDS: Final = frozenset(_OWN.split())
_BESIDE_WORDS: Final = frozenset(_BESIDE.split())
_ENDS = re.compile(
    r"(?:aya|oye|oyu|ogo|emu|omu|aet|ayet|uet|uyte|aete|ajte|ayte|ites|tsya|tsa|lsya|las|los|enie|eniya|ovat|ovali"
    r"|nost|nosti|iy|yy|yj|ykh|ami|akh)$"
)
# "4to" is "chto": four begins with that sound.
_FOUR = re.compile(r"\b4[a-z]{1,4}\b")
# Of all words of a text: a Russian word in an English sentence does not make it Russian.
_SHARE: Final = 0.4


def is_russian(text: str, words: Sequence[str]) -> bool:
    """Whether a text in Latin letters, of these words, is Russian."""
    tokens = [each.lower() for each in words]
    if "4" in text:
        tokens += _FOUR.findall(text.lower())
    if _OWN_WORDS.isdisjoint(tokens):
        # Nearly every text, and every message is looked at.
        return False
    russian = [each for each in tokens if each in _OWN_WORDS or each in _BESIDE_WORDS or _ENDS.search(each)]
    return len(russian) >= len(tokens) * _SHARE
