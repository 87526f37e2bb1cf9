"""Pages of signing in. They stand before the admin's own."""

from typing import Any

from django.contrib import admin
from django.urls import path

from . import confirming, entrance, forgotten, own_account, set_up
from .own_language import own_language


def _own(view: Any) -> Any:
    return admin.site.admin_view(view)


urlpatterns = [
    path("login/", entrance.sign_in, name="sign_in"),
    path("login/second/", entrance.second_step, name="second_step"),
    path("login/passkey/", entrance.passkey_sign_in, name="passkey_sign_in"),
    path("login/passkey/options/", entrance.passkey_options, name="passkey_options"),
    path("login/forgotten/", forgotten.forgotten, name="forgotten"),
    path("login/forgotten/<uidb64>/<token>/", forgotten.NewPassword.as_view(), name="new_password"),
    path("password_change/", _own(own_account.change_password)),
    path("language/", _own(own_language), name="own_language"),
    path("account/", _own(own_account.account), name="own_account"),
    path("account/second/", _own(set_up.set_up), name="second_factor"),
    path("account/second/app/", _own(set_up.app), name="set_up_app"),
    path("account/second/passkey/", _own(set_up.passkey), name="set_up_passkey"),
    path("account/second/passkey/options/", _own(set_up.passkey_options), name="set_up_passkey_options"),
    path("account/second/codes/", _own(set_up.codes), name="recovery_codes"),
    path("account/confirm/options/", _own(confirming.options), name="confirm_options"),
    path("account/factors/<int:factor>/remove/", _own(own_account.remove_factor), name="remove_factor"),
    path("account/sign-ins/<int:sign_in>/end/", _own(own_account.end_sign_in), name="end_sign_in"),
    path("account/sign-ins/end-others/", _own(own_account.end_others), name="end_other_sign_ins"),
]
