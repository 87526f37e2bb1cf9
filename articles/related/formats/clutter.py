"""Sentences that are no part of a story: calls to read on, to subscribe, to follow.

Another language is a line in each of the tables. What stands there is the beginning of a
paragraph; one that begins so and is longer than a call ever is, stays.
"""

import re

CALL_AT_MOST = 240

# Verbose regular expressions: a space is written "\ ".
CALLS = {
    "en": r"""
        continue\ reading | keep\ reading | read\ (?:more|on|also|next)\b
        | read\ the\ (?:full|rest|whole|original|entire|complete)\b
        | (?:click|tap)\ (?:here|through|to)\b | view\ (?:the\ )?(?:full|entire|original)\b
        | see\ also\b | also\ read\b | related\s*: | more\s*(?:»|→|…|\.\.\.|>)+$ | more:?$
        | full\ (?:story|article|text)\b | (?:please\ )?(?:subscribe|sign\ up)\ (?:to|for|now|here|today)\b
        | get\ (?:our|the)\ (?:\w+\ )?(?:newsletter|app)\b | download\ (?:our|the)\ app
        | (?:please\ )?(?:follow|like|join|find|add)\ (?:us|our|the\ \w+)\ (?:on|in|at|channel|group|telegram)\b
        | support\ (?:us|our)\ (?:on|journalism)\b | share\ (?:this|on|via)\b | like\ this\s*:
        | advertisement\b | sponsored\ (?:by|content)\b | permalink$
        | \[?link\]?\ \[?\d*\ ?comments\]? | submitted\ by\ /?u/ | \d*\s*comments?$""",
    "uk": r"""
        читайте\ (?:також|ще|далі|більше|на|у|в|нас|по\ темі|за\ темою)\b
        | читати\ (?:далі|більше|також|повністю|повну|продовження)\b
        | (?:детальніше|докладніше|повний\ текст|продовження)\b.{0,80}$
        | більше\ (?:новин|інформації|про\ це)\b.{0,80}$ | далі\s*[.…→»>]*$
        | (?:підписуй(?:тесь|теся|ся)|підпиш(?:іться|ись))\b | (?:долучай|приєднуй)(?:тесь|теся|ся)\b
        | (?:стежте|слідкуйте)\ за\b.{0,80}\b(?:телеграм|telegram|facebook|фейсбу|інстаграм|instagram|соцмереж)
        | наші?\ (?:канал|телеграм|telegram|соцмережі) | дивіться\ (?:також|відео)\b
        | (?:цікаве|за\ темою|новини\ за\ темою)\s*: | поділитис[ья]\b | реклама\s*[.:]?$
        | підтрим(?:айте|уйте)\ (?:нас|редакцію|проєкт|проект)\b""",
    "ru": r"""
        читайте\ (?:также|еще|ещё|нас|далее|подробнее|больше)\b
        | читать\ (?:далее|дальше|полностью|также|ещё|еще|больше|продолжение)\b
        | подробнее\b.{0,80}$ | далее\s*[.…→»>]*$ | (?:подписывай(?:тесь|ся)|подпиш(?:итесь|ись))\b
        | присоединяй(?:тесь|ся)\b | следите\ за\b.{0,80}\b(?:телеграм|telegram|facebook|соцсет)
        | смотрите\ (?:также|видео)\b | по\ теме\s*: | поделиться\b""",
    "de": r"""
        weiterlesen\b | mehr\ (?:lesen|erfahren|dazu)\b | lesen\ sie\ (?:auch|mehr|weiter)\b
        | zum\ (?:artikel|beitrag)\b | jetzt\ abonnieren | folgen\ sie\ uns""",
    "fr": r"""
        lire\ (?:la\ suite|plus|aussi|l['’]article)\b | [àa]\ lire\ aussi\b | en\ savoir\ plus\b
        | abonnez-vous\b | suivez-nous\b | cet\ article\ est\ réservé""",
    "es": r"""
        (?:leer|seguir|continuar|continúa)\ (?:más|leyendo|la\ nota)\b | lee\ (?:también|más)\b
        | te\ puede\ interesar | suscr[ií]bete\b | síguenos\b""",
    "pt": r"""
        (?:leia|ler|saiba)\ (?:mais|também|tudo)\b | continue\ (?:lendo|a\ ler)\b
        | assine\b.{0,60}newsletter | inscreva-se\b | siga-nos\b""",
    "it": r"""
        (?:leggi|continua)\ (?:tutto|anche|di\ più|l['’]articolo|a\ leggere|la\ lettura)\b
        | iscriviti\b | seguici\b""",
    "pl": r"""
        (?:czytaj|przeczytaj|zobacz)\ (?:więcej|też|także|dalej|również|całość)\b
        | subskrybuj\b | obserwuj\ nas\b""",
    "others": r"lees\ (?:verder|meer|ook)\b | devamını\ oku | čtěte\ také | číst\ (?:dále|celý|více)",
}

# What WordPress puts under every article, in the words of its translations: its beginning, its end.
APPEARED = (
    (r"the\ (?:post|article|story|page)", r"appeared\ (?:first|originally)|first\ appeared|originally\ published"),
    (
        r"(?:запис|допис|стаття)",
        r"(?:спершу|спочатку|вперше)\ з['’ʼ]яви|з['’ʼ]яви(?:в|ла)ся\ (?:спершу|спочатку|вперше)",
    ),
    (r"(?:сообщение|запись|статья)", r"появил(?:ись|ась|ось|ся)\ (?:сначала|впервые)|(?:сначала|впервые)\ появил"),
    (r"(?:der|dieser)\ (?:beitrag|artikel)", r"erschien\ zuerst|ist\ zuerst\ erschienen"),
    (r"(?:l['’]|cet\ )article", r"est\ apparu\ en\ premier"),
    (r"la\ (?:entrada|noticia)", r"(?:se\ publicó|aparece|apareció)\ primero"),
    (r"(?:o\ (?:post|artigo)|a\ notícia)", r"apareceu\ primeiro"),
    (r"(?:l['’]articolo|il\ post)", r"proviene\ da|sembra\ essere\ il\ primo"),
    (r"(?:artykuł|wpis|post)", r"pochodzi\ z"),
    (r"het\ bericht", r"verscheen\ eerst"),
)

# At the very end of a text, after its own words.
TAILS = r"""
    continue\ reading.{0,120} | read\ (?:more|on|full\ (?:story|article)).{0,60}
    | click\ here\ to\ read.{0,80} | \(?more(?:…|\.\.\.)\)?
    | читати\ (?:далі|більше|повністю).{0,40} | детальніше | докладніше
    | читать\ (?:далее|полностью|дальше).{0,40} | подробнее
    | (?<=[.!?…»”"])\s(?:(?:більше?\ )?(?:детальн|докладн)(?:іше|о)|більше|(?:более\ )?подробн(?:ее|о|ости))\b
      [^.!?]{0,80}\b(?:тут|за\ посиланням|на\ (?:нашому\ )?сайті|здесь|по\ ссылке|на\ сайте)
    | weiterlesen | mehr\ lesen | lire\ la\ suite.{0,40} | leer\ más | seguir\ leyendo
    | leia\ mais | leggi\ tutto | czytaj\ (?:więcej|dalej)"""

# Whose the photo is, in a paragraph of its own: before the text, and of no use without the photo.
CREDITS = r"""
    фото(?:графія|графия)?(?:\ (?:ілюстративне|з\ відкритих\ джерел|автора))? | (?:автор|джерело|источник)\ фото
    | ілюстрація | иллюстрация | колаж | коллаж | скрин\s?шот
    | (?:photo|image|picture|illustration|collage)(?:\ (?:by|credit|courtesy))? | photograph(?:\ by)? | screenshot
    | foto | bild | photographie | crédit\ photo | zdjęcie | fot\.?"""
CREDIT_AT_MOST = 120
# Beside an address or a hashtag so many words are a call: "Follow us", "Our channel:".
WORDS_BESIDE = 3
SENTENCES_AT_MOST = 12
LEFT_AT_LEAST = 40

_FLAGS = re.IGNORECASE | re.VERBOSE
_CALL = re.compile(rf"\W*(?:{'|'.join(CALLS.values())})", _FLAGS)
# No second sentence: "Photo: AFP. The president said …" is a text that begins badly.
_CREDIT = re.compile(rf"\W*(?:{CREDITS})\s*[:/–—|]\s*(?:(?![.!?…]\s+\S+\s+\S).)+", _FLAGS)
_POINTERS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[#@][\w.]+|\bt\.me/\S+")
_WORDS = re.compile(r"\w+")
_APPEARED = re.compile(
    rf"\W*(?:{'|'.join(rf'{begin}\b.{{0,400}}?\b(?:{end})' for begin, end in APPEARED)})", _FLAGS | re.DOTALL
)
_TAIL = re.compile(rf"(?:{TAILS})[\s\])…→»›>.]*$", _FLAGS)
_ELLIPSIS = re.compile(r"(?:\s*(?:\[\s*(?:…|\.{2,})\s*\]|\(\s*(?:…|\.{2,})\s*\)|\[…|…|\.{3,}))+\s*(?:[»›→>]+\s*)?$")
_LAST_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”’)\]]*\s+(?=\S)")
# One may be a word of the sentence before it.
_HASHTAGS = re.compile(r"(?:\s#\w+){2,}[\s.,;…]*$")


def is_clutter(paragraph: str) -> bool:
    """Whether a paragraph only calls readers elsewhere, says where it first appeared, or whose the photo is."""
    if _APPEARED.match(paragraph[:1_000]):
        return True
    if len(paragraph) > CALL_AT_MOST:
        return False
    is_credit = len(paragraph) <= CREDIT_AT_MOST and _CREDIT.fullmatch(paragraph) is not None
    return is_credit or _CALL.match(paragraph) is not None or _only_points_elsewhere(paragraph)


def _only_points_elsewhere(paragraph: str) -> bool:
    """Whether addresses, names of accounts and hashtags are all that a paragraph says, but for a word or three."""
    rest, found = _POINTERS.subn(" ", paragraph)
    return found > 0 and len(_WORDS.findall(rest)) <= WORDS_BESIDE


def without_last_calls(text: str) -> str:
    """Return `text` without the sentences at its end that only call readers elsewhere.

    A sentence that may be part of the story stays where little would be left: there are stories about subscriptions.
    """
    for _sentence in range(SENTENCES_AT_MOST):
        start = max(len(text) - CALL_AT_MOST * 2, 0)
        breaks = [found.end() for found in _LAST_SENTENCE.finditer(text, start)]
        if breaks and (at := _begin_of_call(text, breaks)):
            text = text[:at].rstrip()
        elif tags := _HASHTAGS.search(text, start):
            text = text[: tags.start()].rstrip()
        else:
            break
    return text


def _begin_of_call(text: str, breaks: list[int]) -> int:
    """Return where the call begins that a text ends with; 0 when it ends with its own words."""
    last = text[breaks[-1] :]
    if is_clutter(last) and (breaks[-1] > LEFT_AT_LEAST or _POINTERS.search(last)):
        return breaks[-1]
    # A headline in "The post … appeared first on …" may have full stops of its own.
    return next((at for at in reversed(breaks) if _APPEARED.match(text[at:])), 0)


def without_tail(text: str) -> str:
    """Return `text` without a call to read on at its end; an ellipsis there becomes "…"."""
    if found := _TAIL.search(text, max(len(text) - CALL_AT_MOST, 0)):
        before = text[: found.start()].rstrip(" [(")
        # A call after a whole sentence; "… read more" in the middle of one leaves it unfinished.
        is_unfinished = before.endswith(("…", "..."))
        text = before.rstrip(".… ") + "…" if is_unfinished else before
    if found := _ELLIPSIS.search(text, max(len(text) - 20, 0)):
        return text[: found.start()].rstrip(".") + "…"
    return text.rstrip()
