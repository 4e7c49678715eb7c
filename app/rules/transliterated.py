"""Russian that is written in Latin letters, as on a phone without another keyboard."""

import re
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
_TOKEN = re.compile(r"[a-z0-9']+")
# Of all words of a text: a Russian word in an English sentence does not make it Russian.
_SHARE: Final = 0.4


def is_russian(text: str, words: int) -> bool:
    """Whether a text in Latin letters, of so many words, is Russian."""
    tokens = _TOKEN.findall(text.lower())
    own = [each for each in tokens if each in _OWN_WORDS]
    if not own:
        return False
    beside = sum(
        1 for each in tokens if each not in _OWN_WORDS and (each in _BESIDE_WORDS or _ENDS.search(each) is not None)
    )
    return len(own) + beside >= words * _SHARE
