"""What the list of pledges is narrowed down by."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from newsroom.public_articles import look_up
from patrons.models import Pledge, ProviderAccount, Tier, TierPrice
from patrons.models.columns import Interval

from .reading import Exact

# Among how many of the newest pledges the articles that brought some are looked for, and how many are offered.
LOOKED_AT, OFFERED = 500, 20
NONE, OTHERS = "none", "others"


class StateFilter(Exact):
    title, parameter_name, column = gettext_lazy("state"), "state", "state"
    choices_of = Pledge.State.choices


class IntervalFilter(Exact):
    title, parameter_name, column = gettext_lazy("how often"), "interval", "interval"
    choices_of = Interval.choices


class TierFilter(Exact):
    title, parameter_name, column = gettext_lazy("tier"), "tier", "tier"

    @staticmethod
    def choices_of() -> list[tuple[str, str]]:
        return [(NONE, gettext("Without a tier")), *((str(tier.pk), tier.name) for tier in Tier.objects.all())]

    def chosen(self, queryset: Any, value: str) -> Any:
        return queryset.filter(tier=None) if value == NONE else super().chosen(queryset, value)


class AccountFilter(Exact):
    title, parameter_name, column = gettext_lazy("way to pay"), "through", "account"

    @staticmethod
    def choices_of() -> list[tuple[str, str]]:
        return [(str(account.pk), str(account)) for account in ProviderAccount.objects.all()]


class CurrencyFilter(Exact):
    title, parameter_name, column = gettext_lazy("currency"), "currency", "currency"

    @staticmethod
    def choices_of() -> list[tuple[str, str]]:
        asked = TierPrice.objects.order_by("currency").values_list("currency", flat=True).distinct()
        return [(code, code) for code in asked]


class ArticleFilter(Exact):
    """The article that brought it: those that brought most of late, all others together, and the one in the address."""

    title, parameter_name, column = gettext_lazy("article that brought it"), "article", "article"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        self.most = self._most()
        shown = list(self.most)
        named = request.GET.get(self.parameter_name, "")
        if named.isascii() and named.isdigit() and len(named) < 19 and int(named) not in shown:
            shown.append(int(named))
        # As readers have them: who looks after pledges sees no drafts.
        found = look_up(shown)
        unknown = gettext("Article %(number)d, not public")
        each = [
            (str(number), found[number].headline if number in found else unknown % {"number": number})
            for number in shown
        ]
        # Whichever is not listed is one step away: the page of a pledge leads to all of the same article.
        return [*each, *([(OTHERS, gettext("Another article"))] if each else []), (NONE, gettext("No article"))]

    def chosen(self, queryset: Any, value: str) -> Any:
        if value == NONE:
            return queryset.filter(article=None)
        if value == OTHERS:
            return queryset.exclude(article=None).exclude(article__in=self.most)
        return super().chosen(queryset, value)

    def _most(self) -> list[int]:
        newest = Pledge.objects.order_by("-created_at", "-pk")[:LOOKED_AT].values_list("article", flat=True)
        return [number for number, _times in Counter(filter(None, newest)).most_common(OFFERED)]
