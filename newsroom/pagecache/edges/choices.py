"""What may stand in PAGE_EDGE and beside it. Read by `settings.py`: nothing here asks for a setting."""

import re
from collections.abc import Callable

# Each variable with what it may look like, and an example; the second list may be left out.
_ADDRESS = r"https?://[^\s,/@?#]+(?:/[^\s,?#@]*)?"
_NEEDED = {
    "fastly": {
        "FASTLY_SERVICE_ID": (r"[A-Za-z0-9]{6,64}", "SU1Z0isxPaozGVKXdv0eY"),
        "FASTLY_API_TOKEN": (r"[!-~]{8,300}", "a token with the scope purge_select"),
    },
    "cloudflare": {
        "CLOUDFLARE_ZONE_ID": (r"[0-9a-f]{32}", "023e105f4ecef8ad9ca31a8372d0c353"),
        "CLOUDFLARE_API_TOKEN": (r"[!-~]{8,300}", "a token with the permission Cache Purge"),
    },
    "varnish": {
        "VARNISH_ADDRESSES": (rf"{_ADDRESS}(\s*,\s*{_ADDRESS})*", "http://10.0.0.5:6081,http://10.0.0.6:6081"),
    },
}
_MAY = {
    "fastly": {"FASTLY_API_BASE": (_ADDRESS, "http://127.0.0.1:8440")},
    "cloudflare": {"CLOUDFLARE_API_BASE": (_ADDRESS, "http://127.0.0.1:8441")},
    "varnish": {"VARNISH_PURGE": ("xkey|ban|souin", "xkey")},
}

VARIABLES = ("PAGE_EDGE", *(name for wanted in (_NEEDED, _MAY) for each in wanted.values() for name in each))


def page_edge(read: Callable[[str], str], store: str) -> tuple[str, dict[str, str]]:
    """Return which edge is in front, and its variables.

    Args:
        read: gives what a variable says; "" where it says nothing.
        store: what PAGE_STORE says.

    Raises:
        ValueError: with a sentence that names the variable, what is wrong, and an example.
    """
    kind = read("PAGE_EDGE").strip()
    if not kind:
        return "", {}
    if kind not in _NEEDED:
        raise ValueError(
            f"PAGE_EDGE says “{kind}”, which is none we can speak to: "
            "write fastly, cloudflare or varnish, or leave it out."
        )
    if not store:
        raise ValueError(
            "PAGE_EDGE needs pages that are stored, since they know what they show: "
            "write PAGE_STORE=folder, or PAGE_STORE=cache for several machines."
        )
    found = {}
    for name, (pattern, example) in (_NEEDED[kind] | _MAY[kind]).items():
        said = read(name).strip()
        if not said and name in _MAY[kind]:
            continue
        if not re.fullmatch(pattern, said):
            # A secret that is written wrong is a secret all the same.
            problem = "is missing" if not said else "is not one" if "TOKEN" in name else f"says “{said}”"
            raise ValueError(f"{name} {problem}, and PAGE_EDGE={kind} needs it: write one like {name}={example}.")
        found[name] = said
    return kind, found
