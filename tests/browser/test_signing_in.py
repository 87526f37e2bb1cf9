"""The door of the desk in a browser: an app, a passkey with a virtual device, a recovery code."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from newsroom.accounts import factors
from newsroom.site.models import SiteSettings
from tests.factories import make_user


@pytest.fixture
def door(page: Page, live_server, settings):
    """The page at the door, for an owner who has no second factor yet and needs one."""
    settings.STAFF_TWO_FACTORS = "required"
    SiteSettings(name="The Lantern").save()
    make_user("ada@example.com", is_staff=True, is_superuser=True)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    # Browsers make passkeys for names, and for no numbers.
    page.address = live_server.url.replace("127.0.0.1", "localhost")
    yield page
    # A refused form is an error to the browser's console, and said so on the page.
    assert [each for each in problems if "status of 422" not in each] == []


def with_password(page: Page) -> None:
    page.goto(f"{page.address}/admin/login/")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill("a long password")
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def virtual_device(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_app_is_set_up_and_asked_for(door: Page):
    with_password(door)
    expect(door.get_by_role("heading", name="A second factor")).to_be_visible()
    door.get_by_role("link", name=re.compile("App that shows codes")).click()
    expect(door.get_by_alt_text(re.compile("Picture to scan"))).to_be_visible()
    door.get_by_text("Or type the key").click()
    key = door.locator("code").inner_text().replace(" ", "")
    door.get_by_label("Type the six digits").fill("000000")
    door.get_by_role("button", name="Set it up").click()
    expect(door.get_by_role("alert")).to_contain_text("not right")

    def code(ahead: int) -> str:
        return format_hotp_value(hotp_value(key, int(time.time()) // 30 + ahead))

    door.get_by_label("Type the six digits").fill(code(-1))
    door.get_by_role("button", name="Set it up").click()
    codes = door.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    door.get_by_role("link", name="I have kept them").click()
    door.wait_for_url("**/admin/")
    sign_out(door)
    with_password(door)
    door.get_by_label("Code of your app").fill(code(0))
    door.get_by_role("button", name="Go on", exact=True).click()
    door.wait_for_url("**/admin/")
    sign_out(door)
    with_password(door)
    door.get_by_text("Use a recovery code").click()
    door.get_by_label("Recovery code").fill(codes[2])
    door.get_by_role("button", name="Go on with this code").click()
    door.wait_for_url("**/admin/")
    door.goto(f"{door.address}/admin/account/")
    expect(door.get_by_text("9 codes are left.")).to_be_visible()


def test_a_passkey_opens_the_desk_by_itself(door: Page):
    virtual_device(door)
    with_password(door)
    door.get_by_role("link", name=re.compile("Passkey")).click()
    door.get_by_label("What to call it").fill("Laptop <b>at work</b>")
    door.get_by_role("button", name="Make the passkey").click()
    door.get_by_role("link", name="I have kept them").click()
    door.wait_for_url("**/admin/")
    sign_out(door)
    door.goto(f"{door.address}/admin/login/?next=/admin/account/")
    door.get_by_role("button", name="Sign in with a passkey").click()
    door.wait_for_url("**/admin/account/")
    expect(door.get_by_text("Laptop <b>at work</b>")).to_be_visible()
    # And as the second step.
    sign_out(door)
    with_password(door)
    door.get_by_role("button", name="Use a passkey").click()
    door.wait_for_url("**/admin/")
    factors.Authenticator.objects.filter(type="webauthn").delete()
    sign_out(door)
    door.goto(f"{door.address}/admin/login/")
    door.get_by_role("button", name="Sign in with a passkey").click()
    expect(door.get_by_text("That passkey opens nothing here")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_door_fits_a_small_screen(door: Page, theme: str):
    door.emulate_media(color_scheme=theme)
    door.set_viewport_size({"width": 320, "height": 700})
    for address in ("/admin/login/", "/admin/login/forgotten/"):
        door.goto(f"{door.address}{address}")
        assert door.evaluate("document.documentElement.scrollWidth") <= 320
    with_password(door)
    for address in ("", "app/", "passkey/"):
        door.goto(f"{door.address}/admin/account/second/{address}")
        assert door.evaluate("document.documentElement.scrollWidth") <= 320
