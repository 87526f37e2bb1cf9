"""A part that all pages share, rendered once by each process until everything is retired.

    {% load kept_part %}{% keptpart "foot" today.year %}…{% endkeptpart %}

Everything that the part depends on, other than what retires every page (settings, menus, the appeal) and the page's
language, follows its name; it has few values, and never one that readers type.
"""

from dataclasses import dataclass

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from newsroom.pagecache import filing
from newsroom.pagecache.kept import forget, kept

register = template.Library()


@dataclass(frozen=True)
class Part:
    """HTML, and what is to be known of a page that shows it."""

    html: SafeString
    noted: filing.Filing

    @classmethod
    def of(cls, nodelist: NodeList, context: template.Context) -> "Part":
        """Render what stands between two tags."""
        with filing.apart() as noted:
            return cls(nodelist.render(context), noted)

    @property
    def is_over(self) -> bool:
        return self.noted.until is not None and self.noted.until <= timezone.now()


class KeptPart(template.Node):
    def __init__(self, name: str, depends_on: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.depends_on, self.nodelist = name, depends_on, nodelist

    def render(self, context: template.Context) -> SafeString:
        values = [str(each.resolve(context)) for each in self.depends_on]
        name = "\0".join(["part", self.name, get_language() or "", *values])
        part = kept(name, lambda: Part.of(self.nodelist, context), through_turns=True)
        if part.is_over:
            forget(name)
            part = kept(name, lambda: Part.of(self.nodelist, context), through_turns=True)
        filing.tell(part.noted)
        return part.html


@register.tag
def keptpart(parser: Parser, token: Token) -> KeptPart:
    """Keep what stands until `endkeptpart` under a name in quotation marks and the values after it."""
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endkeptpart",))
    parser.delete_first_token()
    return KeptPart(name.strip('"'), [parser.compile_filter(value) for value in values], nodelist)
