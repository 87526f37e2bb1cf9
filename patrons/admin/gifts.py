"""Gifts on a pledge's page: whom for, whether they have it, the letter again, another address."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from patrons import gifts, redeeming
from patrons.models import Gift, Pledge
from patrons.redeeming import NotRedeemed

from .reading import Chosen


class GiftFilter(Chosen):
    """Pledges that are for somebody else, and whether these have it by now."""

    title, parameter_name = gettext_lazy("gift"), "gift"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("any", _("Gifts")), ("waits", _("Not redeemed yet")), ("redeemed", _("Redeemed"))]

    def chosen(self, queryset: QuerySet[Pledge], value: str) -> QuerySet[Pledge]:
        which = {
            "any": Q(),
            "waits": Q(redeemed_at=None, declined_at=None, pledge__state=Pledge.State.GIVEN),
            "redeemed": Q(redeemed_at__isnull=False),
        }[value]
        # Gifts are few among pledges: they are asked first.
        return queryset.filter(pk__in=Gift.objects.filter(which).values("pledge"))


class GiftVerbs(ModelAdmin):
    """Mixin of the pledges' admin."""

    def get_urls(self) -> list[Any]:
        def view(verb: Any) -> Any:
            return self.admin_site.admin_view(require_POST(verb))

        return [
            path("<int:pledge>/gift/letter/", view(self.gift_letter), name="patrons_gift_letter"),
            path("<int:pledge>/gift/address/", view(self.gift_address), name="patrons_gift_address"),
            *super().get_urls(),
        ]

    def gift_letter(self, request: HttpRequest, pledge: int) -> HttpResponse:
        """Send the letter about a gift once more."""
        return self._gift_verb(
            request, pledge, lambda gift: redeeming.write_again(gift, by=request.user), _("The letter is on its way.")
        )

    def gift_address(self, request: HttpRequest, pledge: int) -> HttpResponse:
        """Give a gift that was not redeemed to another address."""
        typed = request.POST.get("email", "")[:1000]
        return self._gift_verb(
            request, pledge, lambda gift: redeeming.correct_address(gift, typed, by=request.user),
            _("The address was corrected. Links that went out before work no more."), form="gift-address",
        )  # fmt: skip

    def _wrong(self, request: HttpRequest, pledge: Pledge, refused: Exception, form: str) -> HttpResponse:
        """Show the page of a pledge again, a form open with what was typed: that of `PledgeVerbs`."""
        raise NotImplementedError

    def _gift_verb(
        self, request: HttpRequest, number: int, act: Callable[[Gift], object], done: str, *, form: str = ""
    ) -> HttpResponse:
        may = request.user.has_perm("patrons.change_patron") and request.user.has_perm("patrons.view_pledge")
        if not may:
            raise PermissionDenied
        pledge = get_object_or_404(Pledge, pk=number)
        gift = gifts.of(pledge)
        try:
            if gift is None:
                raise NotRedeemed(_("This pledge is no gift."))
            act(gift)
        except NotRedeemed as refused:
            if form and gift is not None and redeeming.is_open(gift):
                return self._wrong(request, pledge, refused, form)
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:patrons_pledge_change", args=[pledge.pk]))
