"""Write docs/licences.md out of what is installed, or with --check fail where it is out of date.

Whatever the licence list below does not hold stops both: a person reads it first.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"

# They may be used beside ours (BSD-3-Clause), in a program that is run and in one that is handed on.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Unlicense",
    "LGPL-3.0-only",  # as a library that is imported and may be replaced
    "MPL-2.0",  # changes to its own files are published
}  # fmt: skip

# What packages write about themselves, where they do not write it by its short name.
SHORT = {
    "3-clause bsd license": "BSD-3-Clause", "apache license 2.0": "Apache-2.0", "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause", "bsd license": "BSD-3-Clause", "mit license": "MIT", "psfl": "PSF-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0", "python software foundation license": "PSF-2.0",
}  # fmt: skip

# Read by somebody, where what a package says is not enough.
READ = {
    "colorama": "BSD-3-Clause",  # on Windows only
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",  # its own, WebAuthn's parts, the list of public suffixes
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "tzdata": "Apache-2.0",  # on Windows only
}

BEGINNING = """\
# Licences of what Newsroom runs on

Made by `make licences` out of what is installed; `make check` fails when it is out of date, or when a licence is none of those that [.ci/licences.py](../.ci/licences.py) allows. Newsroom itself is under BSD-3-Clause, its fonts under the SIL Open Font License beside them. Tools for development are not handed on and not listed.

| package | licence |
|---|---|
"""  # noqa: E501


def said_by(name: str) -> str:
    """Return the licence that a package names, in short names; "" where it names none."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    kinds = [word.split(" :: ")[-1] for word in about.get_all("Classifier") or [] if word.startswith("License ::")]
    for said in (about.get("License-Expression"), about.get("License"), " AND ".join(kinds)):
        if said and len(said) < 80 and said.lower() != "dual license":
            return SHORT.get(said.lower(), said)
    return ""


def main(check: bool) -> int:
    """Write the page or compare it; return the exit code."""
    rows, refused = [], []
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    for name in sorted(set(pins)):
        licence = READ.get(name) or said_by(name)
        if not licence or not set(re.split(r" (?:AND|OR) ", licence)) <= ALLOWED:
            refused.append(
                f"{name} is under “{licence or 'nothing that it names'}”: read it, then allow or replace it."
            )
        rows.append(f"| {name} | {licence} |\n")
    page = BEGINNING + "".join(rows)
    if refused:
        sys.stderr.write("\n".join(refused) + "\n")
        return 1
    if check and (not PAGE.exists() or PAGE.read_text() != page):
        sys.stderr.write("docs/licences.md is out of date: run make licences.\n")
        return 1
    if not check:
        PAGE.write_text(page)
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
