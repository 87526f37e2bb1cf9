"""Which texts are most like this one: of our own articles and of other outlets' stories, in any language.

`index` writes, `looking` asks; `tokens`, `features`, `vectors` and `entries` know no database.
How it works and what was tried: docs/decisions, "Relatedness".
"""

from .entries import Kind
from .features import Fields
from .index import put, rebuild, remove
from .kinds import Text
from .looking import Near, nearest, nearest_to

__all__ = ["Fields", "Kind", "Near", "Text", "nearest", "nearest_to", "put", "rebuild", "remove"]
