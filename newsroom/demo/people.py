"""The demo's sign-ins: made once with generated passwords, kept for the next run."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from newsroom.accounts.models import User
from newsroom.accounts.roles import CHIEF_EDITOR, EDITOR, PICTURE_EDITOR, PLEDGE_STAFF, WRITER, give_role

PEOPLE = (
    ("writer@lantern.example", "Vira Writer", WRITER),
    ("editor@lantern.example", "Ada Editor", EDITOR),
    ("chief@lantern.example", "Bohdan Chief", CHIEF_EDITOR),
    ("pictures@lantern.example", "Petro Pictures", PICTURE_EDITOR),
    ("pledges@lantern.example", "Pavlo Pledges", PLEDGE_STAFF),
)


@dataclass(frozen=True)
class SignIn:
    email: str
    role: str
    password: str


def make_people(kept_in: Path) -> list[SignIn]:
    """Return the demo's sign-ins, making the accounts that are missing.

    Args:
        kept_in: the file that keeps the passwords, readable by its owner only.
    """
    passwords = json.loads(kept_in.read_text()) if kept_in.exists() else {}
    for email, name, role in PEOPLE:
        password = passwords.setdefault(email, secrets.token_urlsafe(12))
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, password, name=name, is_staff=True)
        elif not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        give_role(user, role)
    kept_in.touch(mode=0o600)
    kept_in.write_text(json.dumps(passwords, indent=1))
    return [SignIn(email, str(role), passwords[email]) for email, _name, role in PEOPLE]
