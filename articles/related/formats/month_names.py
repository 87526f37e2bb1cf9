"""The beginnings of the months' names in the languages that feeds are dated in.

A name begins with one of these after accents and dots are gone; the longest beginning that fits
decides, so that "juil" is July and "juin" June.
"""

import unicodedata

_MONTHS = (
    "jan jaan led ene gen ian sty led sij oca tammi saus янв січ студз јан ιαν იან يناير جنوری जन",
    "feb fev veeb lut uno velj sub helmi vas фев лют φεβ თებ فبراير فروری फ़र",
    "mar maa brez ozu maalis kovo бер март мар сак μαρ მარ مارس مارچ मार्च",
    "apr abr avr kwi dub nis huhti bal апр квіт кві крас απρ აპრ أبريل ابريل اپریل अप्रै",
    "may mai mag maj mei kvet kve svib touko geg май мая мај трав тра μαι მაი مايو مئی मई",
    "jun juin juun giu iun czerw cze cerven cervn lipanj lipnj haz kesa birz "
    "июн черв чер чэрв юни јун ιουν ივნ يونيو جون जून",
    "jul juil juul lug iul lip cervenec cervenc srpanj srpnj tem heina liep "
    "июл лип ліп юли јул ιουλ ივლ يوليو جولائی जुल",
    "aug ago aou sie srpn srpen kolov agu elo rugp авг серп сер жні αυγ აგვ أغسطس اگست अग",
    "sep set szep wrz zar ruj eyl syys rugs сен вер септ сеп σεπ სექ سبتمبر ستمبر सित",
    "oct okt out ott paz rij eki loka spal окт жов каст οκτ ოქტ أكتوبر اکتوبر अक्टू",
    "nov noi lis lap kas marras stude ноя лист лис ліст ное нов νοε ნოე نوفمبر نومبر नव",
    "dec dez dic des gru pros ara joulu дек груд гру снеж дец δεκ დეკ ديسمبر دسمبر दिस",
)


def plain_letters(word: str) -> str:
    """Return `word` in lower case without accents and dots."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char) and char != ".")


_BEGINNINGS = {
    plain_letters(beginning): number for number, line in enumerate(_MONTHS, start=1) for beginning in line.split()
}
_LONGEST = max(len(beginning) for beginning in _BEGINNINGS)


def month_number(word: str) -> int:
    """Return 1 to 12 for the name of a month, whole or short, in any case; 0 for another word."""
    letters = plain_letters(word)
    for length in range(min(len(letters), _LONGEST), 1, -1):
        if number := _BEGINNINGS.get(letters[:length]):
            return number
    return 0
