"""A long article with ten blocks renders in a few milliseconds."""

import time

from articles.body.pipeline import Form, render
from articles.body.sanitise import sanitise
from articles.body.text import word_count

PARAGRAPH = (
    "Lukashenka said that <strong>Belarus</strong> will not stand aside, and that “active movements” "
    "are being started under the cover of an attack that nobody else has seen any sign of. "
    "<a href='https://example.org/2021/11/29/report?page=2'>The agency</a> quoted the minister."
)
BLOCKS = [
    '<cms-picture data-picture="12" data-caption="Caption"></cms-picture>',
    '<cms-picture data-picture="1"></cms-picture>',
    '<cms-gallery data-pictures="1,2,3"></cms-gallery>',
    '<cms-read-also data-article="41"></cms-read-also>',
    '<cms-read-also data-article="41"></cms-read-also>',
    '<cms-embed data-url="https://youtu.be/dQw4w9WgXcQ"></cms-embed>',
    "<aside data-pullquote><p>Quote</p><p><cite>Who</cite></p></aside>",
    "<aside data-factbox><h3>Facts</h3><ul><li>one</li></ul></aside>",
    "<table><caption>T</caption>" + "<tr><th>a</th><td>1</td></tr>" * 10 + "</table>",
    '<p>Note<cms-footnote data-text="Source"></cms-footnote></p>',
]


def long_body() -> str:
    part = "<h2>Part</h2>" + f"<p>{PARAGRAPH}</p>" * 6
    return sanitise("".join(part + block for block in BLOCKS))


def cpu_milliseconds(form: Form, sources) -> float:
    body = long_body()
    render(body, sources, form)  # templates are compiled once
    best = 1e9
    for _ in range(15):
        started = time.process_time()
        render(body, sources, form)
        best = min(best, (time.process_time() - started) * 1000)
    return best


def test_two_thousand_words_and_ten_blocks(sources):
    # The best of several: what else runs on the machine is not what is measured.
    assert word_count(long_body()) > 2000
    for form in Form:
        assert cpu_milliseconds(form, sources) < 10
