"""What the newsroom collects for."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from newsroom.audit.recording import RecordsChanges
from newsroom.languages_admin import TranslatedAdminMixin, TranslatedForm, translated_form
from patrons import appeals
from patrons.models import Campaign

from .amounts import amount_field, currency_field, read_amount
from .moments import IN_OUR_ZONE, MOMENTS


class GoalForm(TranslatedForm):
    """A campaign, whose goal is written as an amount."""

    currency = currency_field()
    goal = amount_field(_("Goal"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "goal" in self.fields:
            self.initial["goal"] = f"{self.instance.amount.amount:f}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("currency") and cleaned.get("goal"):
            try:
                self.instance.amount_minor = read_amount(cleaned["goal"], cleaned["currency"]).minor
            except ValidationError as error:
                self.add_error("goal", error)
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("It ends before it begins: choose a later moment, or none."))
        return cleaned


@admin.register(Campaign)
class CampaignAdmin(RecordsChanges, TranslatedAdminMixin, ModelAdmin):
    """One at a time is shown with the appeal: the one that began last and has not ended."""

    form = translated_form(Campaign, GoalForm)
    audit_unsaid = ("goal",)
    formfield_overrides = MOMENTS
    list_display = ["name", "amount", "starts_at", "ends_at"]
    fieldsets = [
        (None, {"fields": ["name", "purpose", "goal", "currency", "counts"]}),
        (None, {"fields": ["starts_at", "ends_at"], "description": IN_OUR_ZONE}),
    ]

    @admin.display(description=_("Goal"))
    def amount(self, campaign: Campaign) -> str:
        return str(campaign.amount)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        appeals.recount()
        appeals.forget()
