"""Pictures of a newspaper that nobody has set up yet."""

from .camera import Cut, Studio, picture


@picture("first-run-page")
def setup_page(studio: Studio) -> Cut:
    page = studio.page("/setup/", width=900, height=1500, scale=1.25)
    page.get_by_label("Name of the newspaper").fill("The Lantern")
    page.get_by_label("Tagline").fill("News from the towns along the line")
    page.get_by_label("Your name").fill("Ada Chief")
    page.locator("body").click(position={"x": 5, "y": 5})
    return Cut(page, ".first-languages", page.locator(".first-form fieldset").first, margin=(24, 14))


@picture("first-run-door")
def door(studio: Studio) -> Cut:
    # As if it came through a proxy: from another machine.
    page = studio.page(
        "/setup/", width=900, height=1000, scale=1.25, extra_http_headers={"X-Forwarded-For": "192.0.2.7"}
    )
    return Cut(page, ".first-languages", ".first section", margin=(24, 14))
