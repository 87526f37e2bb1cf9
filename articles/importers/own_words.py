"""What this system writes into a file for itself, beside what every system reads, and how it is known again.

Of sections, tags and authors it stands in elements of the channel, of texts and pictures in fields of the item.
Another system that took the file in keeps the fields and lets people edit the text beside them: by the mark
it shows that the two still belong together.
"""

import hashlib
import json

NAMESPACE = "urn:newsroom:export:1"
# By the type of the item in which each stands.
FIELDS = {"post": "_newsroom_article", "page": "_newsroom_page", "attachment": "_newsroom_picture"}
MARK = "_newsroom_mark"
# A body of the longest text takes a few hundred thousand; libxml2 ends a value at ten million.
LONGEST = 5_000_000


def mark_of(*said: str) -> str:
    """Return the mark of an item: its title, text, excerpt, status and name, in this order."""
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
