"""A part that says the same wherever its records say the same: a card of an article, which many lists show.

    {% load same_part %}{% samepart "card" article look %}…{% endsamepart %}

What follows the name is all that the part depends on, but the page's language: see `newsroom.pagecache.same`.
Never a value that readers type.
"""

from collections.abc import Iterable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from newsroom.pagecache import filing
from newsroom.pagecache.same import same, says

from .kept_part import Part

register = template.Library()


class SamePart(template.Node):
    def __init__(self, name: str, depends_on: Iterable[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.depends_on, self.nodelist = name, list(depends_on), nodelist

    def render(self, context: template.Context) -> SafeString:
        of = (self.name, get_language(), *[says(each.resolve(context)) for each in self.depends_on])
        part = same(of, lambda: Part.of(self.nodelist, context))
        filing.tell(part.noted)
        return part.html


@register.tag
def samepart(parser: Parser, token: Token) -> SamePart:
    """Render what stands until `endsamepart` once for a name in quotation marks and what the values after it say."""
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endsamepart",))
    parser.delete_first_token()
    return SamePart(name.strip('"'), map(parser.compile_filter, values), nodelist)
