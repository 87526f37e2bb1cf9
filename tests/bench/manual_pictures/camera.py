"""Opens pages as somebody at the desk has them, and cuts pictures out of them."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page

from newsroom.accounts.models import User

from .newspaper import ADDRESS

BYTES_AT_MOST = 95_000
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RENAME = """([said, instead]) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replaceAll(said, instead)
  for (const field of document.querySelectorAll("input")) field.value = field.value.replaceAll(said, instead)
}"""


@dataclass
class Cut:
    """A part of a page: what holds all of `parts`, with a margin around it in pixels of the page."""

    page: Page
    parts: list[Locator]
    margin: int | tuple[int, int] = 16  # to the sides; above and below
    height: int = 0  # at the most, measured from the top; 0: all of it
    whole: bool = True  # the window is made as high as the page first: no bar lies over anything

    def __init__(
        self,
        page: Page,
        *parts: str | Locator,
        margin: int | tuple[int, int] = (15, 12),
        height: int = 0,
        whole: bool = True,
    ) -> None:
        self.page, self.margin, self.height, self.whole = page, margin, height, whole
        self.parts = [page.locator(part) if isinstance(part, str) else part for part in parts]

    def rectangle(self) -> FloatRect:
        """Return where it is in the window."""
        boxes = [box for part in self.parts if (box := part.first.bounding_box())]
        if len(boxes) != len(self.parts):
            raise LookupError(f"Not on the page: {self.parts}")
        aside, above = self.margin if isinstance(self.margin, tuple) else (self.margin, self.margin)
        window = self.page.viewport_size or {"width": 0, "height": 0}
        left = max(min(box["x"] for box in boxes) - aside, 0)
        top = max(min(box["y"] for box in boxes) - above, 0)
        right = min(max(box["x"] + box["width"] for box in boxes) + aside, window["width"])
        bottom = min(max(box["y"] + box["height"] for box in boxes) + above, window["height"])
        high = min(bottom - top, self.height) if self.height else bottom - top
        return {"x": round(left), "y": round(top), "width": round(right - left), "height": round(high)}

    def png(self) -> bytes:
        if self.whole and (window := self.page.viewport_size):
            high = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": window["width"], "height": high + 150})
            self.page.evaluate("scrollTo(0, 0)")
        return self.page.screenshot(clip=self.rectangle(), animations="disabled", caret="hide")


@dataclass
class Studio:
    """A newspaper and a browser. Every page it opens is closed when the picture is taken."""

    browser: Browser
    rooms: list[BrowserContext] = field(default_factory=list)

    def page(
        self, path: str, *, who: str = "", width: int = 1200, height: int = 1000, scale: float = 1.5, **options: Any
    ) -> Page:
        """Open `path`, signed in as `who` (an address) or as nobody."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=scale, locale="en-GB",
            timezone_id="Europe/Kyiv", color_scheme="light", reduced_motion="reduce", **options,
        )  # fmt: skip
        self.rooms.append(context)
        if who:
            client = Client()
            client.force_login(User.objects.get(email=who))
            context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": ADDRESS}])
        page = context.new_page()
        self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> None:
        page.goto(ADDRESS + path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")

    def rename(self, page: Page, said: str, instead: str) -> None:
        """Show `instead` wherever the page says `said`: an address of the machine that took the picture."""
        page.evaluate(RENAME, [said, instead])

    def leave(self) -> None:
        for context in self.rooms:
            context.close()
        self.rooms.clear()


Subject = Callable[[Studio], Cut]
SUBJECTS: dict[str, Subject] = {}


def picture(name: str) -> Callable[[Subject], Subject]:
    """Name the picture that a function prepares: docs/pictures/manual/<name>.webp."""

    def keep(subject: Subject) -> Subject:
        SUBJECTS[name] = subject
        return subject

    return keep


def write(png: bytes, target: Path) -> int:
    """Write a picture as WebP, without loss where that is small enough; return its bytes.

    Raises:
        ValueError: it is too large at any quality that keeps type sharp.
    """
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for options in ({"lossless": True}, *({"quality": quality} for quality in (92, 88, 84, 80, 75, 70))):
        file = io.BytesIO()
        image.save(file, "WEBP", method=6, **options)
        if file.tell() <= (60_000 if "lossless" in options else BYTES_AT_MOST):
            target.write_bytes(file.getvalue())
            return file.tell()
    raise ValueError(f"{target.name} has {file.tell()} bytes: cut less of the page.")
