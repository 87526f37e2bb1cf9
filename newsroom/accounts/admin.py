"""People and their roles. Only an owner (a superuser) gives rights away."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from .models import User

admin.site.unregister(Group)


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


@admin.register(User)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    form, add_form, change_password_form = ChangedUserForm, NewUserForm, AdminPasswordChangeForm
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            gettext_lazy("Role"),
            {"fields": ["is_active", "is_staff", "groups", "is_superuser", "user_permissions"]},
        ),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    # Whoever could edit accounts could make themselves an owner, or take an owner's password.
    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser


@admin.register(Group)
class GroupAdmin(BaseGroupAdmin, ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser
