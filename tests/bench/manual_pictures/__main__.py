import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from . import newspaper, patreon

TARGET = newspaper.ROOT / "docs" / "pictures" / "manual"
SUBJECTS_OF_THE_DEMO = (
    "writing", "saving", "moving", "planning", "keeping", "outlets", "related", "site",
    "patrons", "transfers", "topics", "arriving",
)  # fmt: skip


def take(names: list[str], modules: tuple[str, ...], port: int) -> int:
    """Take the pictures of `modules` that begin with one of `names`; return how many failed."""
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    from newsroom.trial.screenshot import chromium

    from . import camera

    for module in modules:
        import_module(f"{__package__}.{module}")
    chosen = {name: made for name, made in camera.SUBJECTS.items() if name.startswith(tuple(names) or "")}
    camera.SUBJECTS.clear()
    failed = 0
    # The demo's own address in every picture, whatever port was free.
    rule = f"--host-resolver-rules=MAP {newspaper.ADDRESS.partition('//')[2]} 127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*camera.FLAGS, rule])
        for name, subject in chosen.items():
            studio = camera.Studio(browser)
            try:
                size = camera.write(subject(studio).png(), TARGET / f"{name}.webp")
                print(f"{name:36}{size / 1000:7.1f} KB")
            except Exception as error:
                # One picture that cannot be taken keeps no other from being taken.
                failed += 1
                print(f"{name:36}  failed: {type(error).__name__}: {str(error).partition('\n')[0]}")
            finally:
                studio.leave()
        browser.close()
    return failed


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.manual_pictures")
    asked.add_argument("names", nargs="*", help="only pictures whose names begin so")
    asked.add_argument("--demo", type=Path, help="the folder of a demo that stands: it is copied")
    options = asked.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder, empty = Path(scratch) / "demo", Path(scratch) / "empty"
        # The verbs that prepare a picture run in this process, on the same database as the server.
        os.environ.update(newspaper.environment(folder), DJANGO_ALLOW_ASYNC_UNSAFE="true")
        if any(not name.startswith("first-run") for name in options.names or [""]):
            newspaper.build(folder, options.demo)
            with (
                patreon.pretended() as keys,
                newspaper.served(folder, TIME_ZONE="Europe/Kyiv", LANGUAGE_CODE="en", **keys) as port,
            ):
                failed += take(options.names, SUBJECTS_OF_THE_DEMO, port)
        newspaper.build_empty(empty)
        with newspaper.served(empty) as port:
            failed += take(options.names, ("first_run",), port)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
