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
        return [(str(tier.pk), tier.name) for tier in Tier.objects.all()]


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
    """The article that brought it: those that brought most of late, and the one that the address names."""

    title, parameter_name, column = gettext_lazy("article that brought it"), "article", "article"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        newest = Pledge.objects.order_by("-created_at", "-pk")[:LOOKED_AT].values_list("article", flat=True)
        most = [number for number, _times in Counter(filter(None, newest)).most_common(OFFERED)]
        named = request.GET.get(self.parameter_name, "")
        if named.isascii() and named.isdigit() and len(named) < 19 and int(named) not in most:
            most.append(int(named))
        # As readers have them: who looks after pledges sees no drafts.
        found = look_up(most)
        unknown = gettext("Article %(number)d, not public")
        return [
            (str(number), found[number].headline if number in found else unknown % {"number": number})
            for number in most
        ]
