"""What the log says of signing in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Any] = {
    "account.signed_in": _("Signed in"),
    "account.tries_failed": _("Too many wrong tries"),
    "account.confirmed": _("Confirmed who it is"),
    "account.factor_added": _("Second factor added"),
    "account.factor_removed": _("Second factor removed"),
    "account.factors_taken_off": _("Second factors taken off"),
    "account.recovery_codes_made": _("Recovery codes made"),
    "account.recovery_code_used": _("Recovery code used"),
    "account.sign_in_ended": _("Sign-ins ended"),
}
DETAILS: dict[str, Any] = {
    "how": _("how"),
    "kind": _("kind"),
    "number": _("number"),
    "factor": _("factor"),
    "failed_before": _("wrong tries before"),
    "new_device": _("new browser"),
}
VALUES: dict[str, dict[str, Any]] = {
    "how": {
        "password": _("password"),
        "code": _("code"),
        "passkey": _("passkey"),
        "both": _("password and passkey"),
        "recovery": _("password and recovery code"),
    },
    "factor": {"totp": _("app"), "webauthn": _("passkey")},
    "kind": {"password": _("password"), "second": _("second step"), "confirm": _("confirmation")},
}
