# ruff: noqa: E501 — clipboards have long lines.
"""What programs put on the clipboard, written by us after their manner, and what should stand in the text."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;}
 @list l0:level1 {mso-level-number-format:bullet;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->"""

CASES = {
    "Word: styles, smart tags, empty o:p": (
        WORD
        + """<h1>Main point<o:p></o:p></h1>
<p class=MsoNormal style='margin-bottom:8.0pt'><b style='mso-bidi-font-weight:normal'>Bold</b> and
<span style='font-style:italic'>slanted</span> from <st1:place w:st="on"><st1:City>Kyiv</st1:City></st1:place>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Two<span style='mso-spacerun:yes'>&nbsp;&nbsp; </span>words, <span style='color:red;background:yellow'>red</span>.</p>
<h4>Smaller</h4><!--EndFragment--></body></html>""",
        "<h2>Main point</h2><p><strong>Bold</strong> and <em>slanted</em> from Kyiv.</p>"
        "<p>Two words, red.</p><h3>Smaller</h3>",
    ),
    "Word: tracked changes": (
        WORD
        + """<p class=MsoNormal>The vote <del cite="mailto:Ada" datetime="2026-11-20T10:00"><span style='mso-spacerun:yes'> </span>was</del><ins
cite="mailto:Ada" datetime="2026-11-20T10:00">is</ins> <s>final</s><span class=msoDel>, says he</span><span class=msoIns><ins>, it says</ins></span>.</p></body></html>""",
        "<p>The vote is <s>final</s>, it says.</p>",
    ),
    "Outlook: links past a counter": (
        """<p>See <a href="https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&amp;data=05%7C02">this</a>
and <a href="https://www.google.com/url?q=https://example.org/c&amp;sa=D">that</a>.</p>""",
        '<p>See <a href="https://example.org/a?b=1">this</a> and <a href="https://example.org/c">that</a>.</p>',
    ),
    "Word: lists": (
        WORD
        + """<p class=MsoNormal>Before</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>One</p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Deeper</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Two</p>
<p class=MsoNormal>Between</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.<span>&nbsp;</span></span>Third</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>4.<span>&nbsp;</span></span>Fourth</p>
</body></html>""",
        "<p>Before</p><ul><li><p>One</p><ul><li><p>Deeper</p></li></ul></li><li><p>Two</p></li></ul><p>Between</p>"
        '<ol start="3"><li><p>Third</p></li><li><p>Fourth</p></li></ol>',
    ),
    "Word: numbers directly after dots, and numbers that begin anew": (
        WORD
        + """<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Dot</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>First</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>o<span>&nbsp;</span></span>Deeper dot</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>1)<span>&nbsp;</span></span>Deeper number</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>Second</p>
<p class=MsoListParagraph style='mso-list:l2 level1 lfo3'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Anew</p>
</body></html>""",
        "<ul><li><p>Dot</p></li></ul><ol><li><p>First</p><ul><li><p>Deeper dot</p></li></ul>"
        "<ol><li><p>Deeper number</p></li></ol></li><li><p>Second</p></li></ol><ol><li><p>Anew</p></li></ol>",
    ),
    "Word: footnotes and comments": (
        WORD
        + """<p class=MsoNormal>He said so<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference><span style='font-size:11.0pt'>[1]</span></span><![endif]></span></span></a>, twice<span
class=MsoCommentReference><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[A1]</a></span>.</p>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> On 4 November &amp; after.</p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Really?</p></div></div>""",
        '<p>He said so<cms-footnote data-text="On 4 November &amp; after."></cms-footnote>, twice.</p>',
    ),
    "Google Docs": (
        """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1a2b"><h2 dir="ltr"
style="line-height:1.38"><span style="font-size:16pt;font-weight:700;">Heading</span></h2><p dir="ltr"><span
style="font-weight:400;font-style:normal">Plain, </span><span style="font-weight:700">bold</span><span
style="font-weight:700;font-style:italic"> both</span><span style="font-weight:400"> H</span><span
style="font-weight:400;vertical-align:sub;font-size:0.6em">2</span><span style="font-weight:400">O and </span><a
href="https://example.com/?utm_source=x" style="text-decoration:none"><span
style="color:#1155cc;text-decoration:underline">a link</span></a></p><br><ul style="padding-inline-start:48px"><li
dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" role="presentation"><span>One</span></p></li></ul><p><span
style="text-decoration:line-through">gone</span></p></b><br class="Apple-interchange-newline">""",
        "<h2>Heading</h2><p>Plain, <strong>bold<em> both</em></strong> H<sub>2</sub>O and "
        '<a href="https://example.com/?utm_source=x">a link</a></p><ul><li><p>One</p></li></ul><p><s>gone</s></p>',
    ),
    "LibreOffice: notes": (
        """<html><head><meta name="generator" content="LibreOffice 24.2"/><style>p { line-height: 115% }</style></head>
<body lang="en-GB" dir="ltr"><p style="margin-bottom: 0.2cm"><font face="Liberation Serif"><b>Lead</b></font> words<a
class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p><p><br/></p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym"
href="#sdfootnote1anc">1</a>Where it stands.</p></div></body></html>""",
        '<p><strong>Lead</strong> words<cms-footnote data-text="Where it stands."></cms-footnote></p>',
    ),
    "Apple Pages: classes": (
        """<html><head><style>p.p1 {margin: 0; font: 11px Helvetica} span.s1 {font-weight: bold} span.s2 {font-style:
italic}</style></head><body><p class="p1"><span class="s1">Bold</span> then <span class="s2">slanted</span></p>
<p class="p2"><br></p></body></html>""",
        "<p><strong>Bold</strong> then <em>slanted</em></p>",
    ),
    "a web page": (
        """<div class="article" onclick="steal()"><h1 style="color:red">Title</h1><script>alert(1)</script>
<p>See <a href="javascript:alert(1)">this</a> and <a href="https://example.com/x">that</a>.<img src="https://t.example/p.gif"
width="1"></p><table><tbody><tr><th>A</th><td style="x">1</td></tr></tbody></table>
<iframe src="https://evil.example"></iframe><p onmouseover="x()">End <u>line</u></p></div>""",
        '<h2>Title</h2><p>See this and <a href="https://example.com/x">that</a>.</p>'
        "<table><tbody><tr><th><p>A</p></th><td><p>1</p></td></tr></tbody></table><p>End line</p>",
    ),
    "pictures inside": (
        '<p>Before</p><p><img src="data:image/png;base64,iVBORw0KGgo=" width="300"></p>'
        '<p>After<img src="file:///C:/x.png"></p>',
        "<p>Before</p><p>After</p>",
    ),
}
