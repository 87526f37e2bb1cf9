"""The one door to other people's servers.

Everything that Newsroom reads from elsewhere, feeds, pages, pictures, comes through `fetch()`: it
knows how long, how much, how many hops and which addresses. Nobody else opens a connection to the
outside (see docs/decisions, "One door outwards").

`values` is what goes in and comes out, `addresses` which texts are web addresses, `fences` which
machines may be asked, `connecting` the connection to a machine that was looked at, `answers` and
`decoding` what it sent, `sentences` what an editor is told, `door` the way through all of it;
`own_site` is the way to ourselves, `interfaces` to programs that know us by a key.
"""

from newsroom.fetching.addresses import may_link
from newsroom.fetching.door import fetch, refused_unasked
from newsroom.fetching.interfaces import call
from newsroom.fetching.own_site import post_to_own_site
from newsroom.fetching.values import FEED, PAGE, PICTURE, Failure, Fetched, FetchFailed, Limits

__all__ = [
    "FEED",
    "PAGE",
    "PICTURE",
    "Failure",
    "FetchFailed",
    "Fetched",
    "Limits",
    "call",
    "fetch",
    "may_link",
    "post_to_own_site",
    "refused_unasked",
]
