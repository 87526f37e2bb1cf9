"""Titles and excerpts are plain text, and say what the story says."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.related.formats.cutting import cut
from articles.related.formats.excerpts import clean_title, excerpt
from articles.related.formats.markup import plain, read_markup

MARKUP = re.compile(r"<[A-Za-z/!?]")
STORY = "The bridge over the river opened on Monday after four years of work."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"<p>{STORY}</p>", STORY),
        (STORY, STORY),
        ("<p>Fish &amp; chips</p>", "Fish & chips"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("&lt;p&gt;Escaped &lt;b&gt;twice&lt;/b&gt;&lt;/p&gt;", "Escaped twice"),
        ("&amp;lt;p&amp;gt;Three times&amp;lt;/p&amp;gt;", "Three times"),
        ("It&amp;#8217;s here &#x2014; now", "It’s here — now"),
        ("I <3 this, and 1 < 2", "I <3 this, and 1 < 2"),
        ("One<br>two<br/>three", "One two three"),
        ("<p>One</p>\n\n<p>two&nbsp;</p>", "One two"),
        ("<figure><img src=a.jpg><figcaption>A bridge</figcaption></figure><p>Story.</p>", "Story."),
        ("<div class='wp-caption'><img src=a><p class='wp-caption-text'>A bridge</p></div><p>Story.</p>", "Story."),
        ("<style>p{}</style><script>alert('x')</script><p>Story.</p>", "Story."),
        ("<p style='display: none'>Hidden</p><p>Story.</p>", "Story."),
        ("<table><tr><td>Cell</td></tr></table><p>Story.</p>", "Story."),
        ("<table><tr><td>Only a table</td></tr></table>", "Only a table"),
        ("<p>Story.</p><ul><li><a href=x>Another story</a></li><li><a href=y>One more</a></li></ul>", "Story."),
        ("<p><a href=x>Only a link</a></p>", "Only a link"),
        ("Nul \x00 and \x1b[31m controls &#7; \u202eturned", "Nul and [31m controls turned"),
        ("", ""),
        ("<p></p><img src=a>", ""),
    ],
)
def test_plain_text(html, text):
    assert excerpt(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"<p>Фото: Укрінформ / Іван Іваненко</p><p>{STORY}</p>", STORY),
        (f"<p>Photo: AFP</p><p>{STORY}</p>", STORY),
        (f"<p>Ілюстративне фото</p><p>{STORY}</p>", f"Ілюстративне фото {STORY}"),
        (f"<p>Фото: як міст будували. Мера привітали перші водії.</p><p>{STORY}</p>",
         f"Фото: як міст будували. Мера привітали перші водії. {STORY}"),
        ("<p>Міст відкрили в понеділок. Детальніше читайте тут. </p>", "Міст відкрили в понеділок."),
        ("<p>Міст відкрили. Докладніше про це — за посиланням.</p>", "Міст відкрили."),
        ("<p>Мост открыли. Подробнее читайте здесь.</p>", "Мост открыли."),
        ("<p>Мер сказав, що детальніше розповість тут</p>", "Мер сказав, що детальніше розповість тут"),
        (f"{STORY}\n\nSubscribe to our channel: https://y.example/x\nFollow us https://t.me/x #belarus", STORY),
        (f"{STORY}\n#news #kyiv @outlet", STORY),
        ("See how the bridge was built: https://outlet.example/x", "See how the bridge was built: https://outlet.example/x"),
    ],
)  # fmt: skip
def test_credits_and_calls_inside_a_text(html, text):
    assert excerpt(html) == text


@pytest.mark.parametrize(
    "clutter",
    [
        "Continue reading…", "Read more", "Read more »", "Click here to read the full story",
         "Subscribe to our newsletter!",
        "Follow us on Twitter", "Sign up for the morning briefing", "See also: Another bridge", "Advertisement",
         "Share this:",
        "The post <a href=x>Bridge</a> appeared first on <a href=y>Outlet</a>.",
        "Читайте також: Інший міст", "<b>Читайте також:</b> <a href=x>Інший міст</a>", "Підписуйтесь на наш Telegram",
        "Підписуйтеся на наш канал у Telegram, щоб не пропустити", "Стежте за новинами в нашому Телеграм", "Детальніше",
        "Читати далі", "Долучайтесь до нас у Viber", "Запис Міст спершу з’явився на Газета.", "Реклама",
        "Читайте также: Другой мост", "Подписывайтесь на наш канал", "Подробнее", "Читать далее →",
        "Сообщение Мост появились сначала на Газета.", "Lesen Sie auch: Noch eine Brücke", "Weiterlesen",
        "Der Beitrag Brücke erschien zuerst auf Zeitung.", "Lire la suite",
         "L’article Pont est apparu en premier sur Journal.",
        "Leer más", "La entrada Puente se publicó primero en Diario.", "Leia mais", "Leggi tutto", "Czytaj więcej",
        "[link] [comments]",
    ],
)  # fmt: skip
def test_calls_are_no_part_of_the_story(clutter):
    assert excerpt(f"<p>{STORY}</p><p>{clutter}</p>") == STORY
    assert excerpt(f"<p>{clutter}</p><p>{STORY}</p>") == STORY


@pytest.mark.parametrize(
    "sentence",
    [
        "Нагадаємо, міст будували чотири роки.",
        "Read aloud, the poem takes an hour.",
        "Following the vote, the minister resigned.",
        "The post office in the village will close in May.",
        "Стаття про міст отримала премію.",
        "More than a hundred people came.",
        "Подробная карта показывает путь.",
    ],
)
def test_sentences_that_only_begin_alike_stay(sentence):
    assert excerpt(f"<p>{sentence}</p>") == sentence


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"{STORY} Read more", STORY),
        ("The bridge, which was closed for… Read more »", "The bridge, which was closed for…"),
        ("The bridge, which was closed for [&#8230;]", "The bridge, which was closed for…"),
        ("The bridge, which was closed for [...]", "The bridge, which was closed for…"),
        ("The bridge, which was closed for...", "The bridge, which was closed for…"),
        (f"{STORY} <a href=x>Continue reading <span>Bridge opens</span> →</a>", STORY),
        ("Міст відкрили у понеділок. Читати далі", "Міст відкрили у понеділок."),
    ],
)
def test_calls_at_the_end(html, text):
    assert excerpt(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"{STORY} Sign up for our newsletter. Follow us on Twitter @x #pier", STORY),
        ("Ціни на зерно зросли за тиждень на чотири відсотки. Підписуйтесь на нас у Telegram та Facebook. "
         "Читайте також: Порт закрито", "Ціни на зерно зросли за тиждень на чотири відсотки."),
        ("Ice on the Danube. Subscribe: http://bit.ly/x #ice #danube", "Ice on the Danube."),
        ("Ice on the Danube, in the harbour and in the canals #ice #danube",
         "Ice on the Danube, in the harbour and in the canals"),
        ('He said "no" &amp; left home. The post Clickbait appeared first on Site.', 'He said "no" & left home.'),
        (f"{STORY} The post Is it open? Yes. And no. appeared first on Site.", STORY),
        ("It rained. The post office closed. People left at once. The post Closed appeared first on Site.",
         "It rained. The post office closed. People left at once."),
        (f"{STORY} Folgen Sie uns auf Facebook.", STORY),
        (f"{STORY} Подписывайтесь на наш канал.", STORY),
        ("Pier &hellip; <a href=x>[&hellip;]</a>", "Pier…"),
    ],
)  # fmt: skip
def test_calls_after_the_last_sentence_of_a_paragraph(html, text):
    assert excerpt(f"<p>{html}</p>") == text


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY} Subscribe to our newsletter, the mayor said. Nobody did, and the newsletter was closed.",
        "It was a trap. Subscribe to nothing you do not know.",
        "Follow us on Twitter",
        "They marched in the streets of the old town for #MeToo",
        f"{STORY} Follow the money, he said.",
    ],
)
def test_sentences_of_the_story_stay(text):
    assert excerpt(f"<p>{text}</p>") in (text, "")


def test_a_text_that_repeats_the_title():
    assert excerpt("<p>Bridge opens!</p>", title="Bridge opens") == ""
    assert (
        excerpt('<a href="x">Bridge opens</a>&nbsp;<font color="#6f6f6f">Outlet</font>', title="Bridge opens - Outlet")
        == ""
    )
    assert excerpt("Bridge ope…", title="Bridge opens in Kyiv") == ""
    assert excerpt(f"Bridge opens. {STORY}", title="Bridge opens") == STORY
    assert excerpt("Bridge opens a way to the islands of the north", title="Bridge opens").startswith(
        "Bridge opens a way"
    )


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("Bridge <b>opens</b>", "Bridge opens"),
        ("Bridge &amp;amp; road", "Bridge & road"),
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3"),
        ("  Two\n lines\t ", "Two lines"),
        ("<script>alert(1)</script>Bridge", "Bridge"),
        ("5 &gt; 4", "5 > 4"),
        ("", "The bridge over the river opened on Monday"),
        ("…", "The bridge over the river opened on Monday"),
        (None, "The bridge over the river opened on Monday"),
    ],
)
def test_titles(value, title):
    assert clean_title(value, "The bridge over the river opened on Monday. It is long.") == title


def test_a_long_title_is_cut_at_a_word():
    title = clean_title("слово " * 200)
    assert len(title) <= 300 and title.endswith("слово…")


def test_cut_at_a_word_and_never_in_a_character():
    text = "слово " * 60
    assert cut(text, 250).endswith("слово…") and len(cut(text, 250)) <= 250
    assert cut("12345 789", 9) == "12345 789"
    assert cut("12345 789 1", 10) == "12345 789…"
    assert cut("wait, and see", 6) == "wait…"
    family = "👨‍👩‍👧"
    assert cut(family * 100, 250).removesuffix("…") == family * (len(cut(family * 100, 250)) // len(family))
    assert cut("🇺🇦" * 200, 250).count("\U0001f1fa") == cut("🇺🇦" * 200, 250).count("\U0001f1e6")
    assert unicodedata.combining(cut("e\u0301" * 200, 250)[-2])
    assert len(cut("漢字" * 200, 250)) == 250


texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=600)
pieces = st.sampled_from(
    ["<p>", "</p>", "<b", "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&amp;", "&#60;", "&#0;", "<script>",
    "</script>", "<a href='javascript:x'>",
     "слово ", "\u200d", "\u0301", "\U0001f1fa", "👨", "<", ">", "&", "\x00", "\n", " ", "<br>",
      "<img src=x onerror=y>", "Read more"]
)  # fmt: skip
messes = st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=80).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(texts, messes), st.integers(1, 300))
@example("&amp;amp;lt;script&amp;amp;gt;", 250)
@example("<" * 300, 250)
@example("<A>\u0300", 1)
@example("\u0301 \u0301 word", 250)
def test_whatever_comes_the_excerpt_is_plain_and_short(html, limit):
    found = excerpt(html, limit)
    assert len(found) <= limit
    assert not MARKUP.search(found)
    assert found == " ".join(found.split())
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in found)
    assert not found or not unicodedata.combining(found[0])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="abcі́ї'", min_size=1, max_size=20), max_size=80), st.integers(30, 250))
def test_cutting_keeps_whole_words_of_the_beginning(words, limit):
    text = " ".join(" ".join(words).split()).lstrip("\u0301 ")
    found = cut(text, limit)
    assert len(found) <= limit
    if found.endswith("…"):
        assert text.startswith(found[:-1])


@settings(max_examples=100, deadline=None)
@given(messes)
def test_reading_never_fails_and_reads_the_same_twice(html):
    assert read_markup(html).text == read_markup(html).text
    assert not MARKUP.search(plain(html))
