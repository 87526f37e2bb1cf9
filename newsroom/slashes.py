"""The missing slash at the end of an address: added where a page stands behind it, and nowhere else."""

import copy
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware


class SlashWherePageStands(CommonMiddleware):
    """Django adds the slash wherever a pattern fits: a page that there is not was a redirect first, and then none."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return super().should_redirect_with_slash(request) and not self._is_missing(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        # Capitals are led to small letters once the slash is there.
        if request.method not in ("GET", "HEAD") or request.path_info != request.path_info.lower():
            return False
        there = copy.copy(request)
        there.path, there.path_info = f"{request.path}/", f"{request.path_info}/"
        return cast("HttpResponse", self.get_response(there)).status_code == 404
