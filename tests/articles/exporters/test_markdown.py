"""A rendered body as Markdown."""

import pytest

from articles.exporters.markdown import as_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <strong>b </strong><em>c</em> <s>d</s></p>", "a **b** *c* ~~d~~\n"),
        ("<h2>H *x*</h2><h3>I</h3>", "## H \\*x\\*\n\n### I\n"),
        ('<p><a href="https://x.example/a_(b)">w</a><br>next</p>', "[w](<https://x.example/a_(b)>)\\\nnext\n"),
        ("<ul><li>a</li><li><p>b</p><ol start='4'><li>c</li></ol></li></ul>", "- a\n- b\n\n  4. c\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
        ("<table><tr><th>a|</th><th>b</th></tr><tr><td>1</td></tr></table>", "| a\\| | b |\n| --- | --- |\n| 1 |  |\n"),
        ('<figure><img src="../m/a.png" alt="A"><figcaption>C</figcaption></figure>', "![A](<../m/a.png>)\n\nC\n"),
        ("<hr><p>1. no list</p><p>- nor this</p>", "---\n\n1\\. no list\n\n\\- nor this\n"),
        ("<p># no heading</p><p>1.5 and -3</p>", "\\# no heading\n\n1.5 and -3\n"),
        ("<p>a<br>---<br>== </p>", "a\\\n\\---\\\n\\==\n"),
        ("<p>H<sub>2</sub>O &lt;b&gt;</p>", "H<sub>2</sub>O \\<b\\>\n"),
    ],
)  # fmt: skip
def test_blocks_and_marks(html, markdown):
    assert as_markdown(html) == markdown
