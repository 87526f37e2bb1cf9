"""Words that tell nothing in English and Ukrainian, for a newspaper with too few articles to show which do."""

from functools import cache

from .tokens import WORD, pieces

_ENGLISH = """
a about after again against all also am an and another any are around as at away back be became because been before
being best between both but by came can could day did do does done down during each even ever every few first for from
get go had has have he her here him his how i if in into is it its just know last less like made make many may me more
most much must my never new no not now of off old on once one only or other our out over own said same say says see
several she should since so some still such than that the their them then there these they this those three through
time to today too two under until up upon us very was way we week well went were what when where which while who whom
whose why will with within without would year years yet you your
"""
_UKRAINIAN = """
а або адже але б без би був була були було бути в вас вже ви від він вона вони воно все всі всього всіх втім г де день
для до довго друга дуже її їй їм їх є з за завжди зараз зі зокрема і із інша інше інші інших й його йому ж же з’явився
каже кілька коли кожен котрий крім кого лише ліпше має мають ми може можна можуть на навіть над нам нами нас наш не
немає нею нею ним них ні ніж нічого ну о один одна одне однак окрім он от отже перед перший під після по поки потім при
про проте протягом раз разом року років роках саме сам себе собі своє своєї своїх свій свою сказав сказала стає став
стала та так такий також такі там те тепер ти тим тих то тоді того той тому треба тут тут у усе усі усіх хоча хто це
цей цих цього цьому через час чи чого чому що щоб щодо ще ця цю я як яка якби яке який яким якими яких якого якщо
"""


@cache
def everyday_terms() -> frozenset[int]:
    """Return the terms of words that stand in nearly every text."""
    known = [pieces(word) for word in WORD.findall(_ENGLISH + _UKRAINIAN)]
    return frozenset(term for one in known for term in (*one.whole, *one.parts))
