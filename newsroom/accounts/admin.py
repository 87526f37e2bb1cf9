"""People and their roles. A chief editor gives the roles of those who write; the rest is an owner's (a superuser's)."""

from typing import Any, cast

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from newsroom.audit.log import record
from newsroom.audit.recording import RecordsChanges
from newsroom.seen_forms import SeenForms

from . import new_passwords, roles
from .confirming import ConfirmedChanges, confirmed
from .models import User
from .others_sign_ins import OthersSignIns
from .roles import gives_roles

admin.site.unregister(Group)
# The library's tables hold secrets and are nobody's to edit.
for model in (EmailAddress, Authenticator):
    admin.site.unregister(model)


class OneAddressOneAccount(forms.ModelForm):
    """An e-mail address has one account, whatever its capitals."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        others = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("There is an account with this address already."))
        return email


class NewUserForm(OneAddressOneAccount, UserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]
        field_classes: dict[str, Any] = {}


class ChangedUserForm(OneAddressOneAccount, UserChangeForm):
    class Meta:
        model = User
        fields = ["email", "name", "password", "is_active", "is_staff", "groups", "is_superuser", "user_permissions"]
        field_classes: dict[str, Any] = {}


class RolesField(forms.ModelMultipleChoiceField):
    """The roles, one below the other, each with what it may do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label": gettext_lazy("Roles")})

    def label_from_instance(self, obj: Any) -> str:
        words = roles.IN_WORDS.get(obj.name)
        return format_html("<strong>{}</strong> {}", roles.called(obj.name), words) if words else str(obj.name)


class RoleFilter(admin.SimpleListFilter):
    """Those who have a role, or are in a group that an owner made."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        groups = Group.objects.order_by("pk").values_list("pk", "name")
        return [(str(number), roles.called(name)) for number, name in groups]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return queryset.filter(groups=int(value)) if value.isdecimal() and len(value) < 10 else queryset


class RolesForm(forms.ModelForm):
    """What a chief editor may change of somebody's account: the roles that are theirs to give."""

    class Meta:
        model = User
        fields = ["groups"]

    def clean_groups(self) -> Any:
        """Those that are not on offer stay."""
        others = self.instance.groups.exclude(name__in=roles.GIVEN_BY_CHIEF)
        return Group.objects.filter(
            pk__in=[*self.cleaned_data["groups"].values_list("pk", flat=True), *others.values_list("pk", flat=True)]
        )


@admin.register(User)
class UserAdmin(ConfirmedChanges, OthersSignIns, SeenForms, RecordsChanges, BaseUserAdmin, ModelAdmin):
    audit_name = "account"
    list_before_template = "admin/accounts/user/_list.html"
    change_form_outer_before_template = "admin/accounts/user/_sign_ins_link.html"
    form, add_form, change_password_form = ChangedUserForm, NewUserForm, AdminPasswordChangeForm
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", RoleFilter]
    search_fields = ["email__holds", "name__holds"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            gettext_lazy("Role"),
            {"fields": ["is_active", "is_staff", "groups", "is_superuser"]},
        ),
        (
            gettext_lazy("Single rights, beside those of the roles"),
            {"classes": ["collapse"], "fields": ["user_permissions"]},
        ),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    # Whoever could edit all of an account could make themselves an owner, or take an owner's password.
    # A chief editor gets a form with a few roles in it, and nothing else.
    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_superuser:
            return True
        if not request.user.has_perm("accounts.change_user") or not gives_roles(request.user):
            return False
        return obj is None or not (obj.is_superuser or obj == request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None and not request.user.is_superuser:
            kwargs["form"] = RolesForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and not request.user.is_superuser:
            return [(None, {"fields": ["email", "name"]}), (gettext_lazy("Role"), {"fields": ["groups"]})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if request.user.is_superuser else [*self.readonly_fields, "email", "name"]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {"form_class": RolesField, "widget": UnfoldAdminCheckboxSelectMultipleWidget, "help_text": ""}
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "user_permissions" and field is not None:
            field.queryset = roles.that_open_something(field.queryset)
        if db_field.name == "groups" and field is not None and not request.user.is_superuser:
            field.queryset = Group.objects.filter(name__in=roles.GIVEN_BY_CHIEF)
            field.help_text = gettext_lazy("Other roles are given by an owner; they stay as they are.")
        return field

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """An owner's alone: whoever knows a password is that person."""
        if not request.user.is_superuser:
            raise PermissionDenied
        response = cast("HttpResponse", confirmed(super().user_change_password)(request, id, form_url))
        user = self.get_object(request, unquote(id))
        if request.method == "POST" and response.status_code == 302 and user is not None:
            is_own = user.pk == request.user.pk
            new_passwords.changed(user, by=request.user, request=request if is_own else None)
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = roles.held(form.instance)
        super().save_related(request, form, formsets, change)
        if not request.user.is_superuser:
            form.instance.is_staff = form.instance.groups.exists()
            form.instance.save(update_fields=["is_staff"])
        roles.note_roles(form.instance, before, request.user)

    def record_saved(self, request: HttpRequest, obj: Any, changed: dict[str, Any], change: bool) -> None:
        changed.pop("groups", None)
        for name in [name for name in changed if "password" in name]:
            changed.pop(name)
        if change and "is_active" in changed:
            changed.pop("is_active")
            record("account.activated" if obj.is_active else "account.deactivated", obj, by=request.user)
        super().record_saved(request, obj, changed, change)


@admin.register(Group)
class GroupAdmin(ConfirmedChanges, RecordsChanges, BaseGroupAdmin, ModelAdmin):
    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "permissions" and field is not None:
            field.queryset = roles.that_open_something(field.queryset)
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser
