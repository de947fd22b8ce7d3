"""What somebody typed after their session had lapsed: kept in the browser's session until they are back.

Signing in keeps what an anonymous session holds, and the form then shows it again.
"""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict

SESSION_KEY = "draft"
LONGEST = 20_000


def keep_draft(request: HttpRequest) -> HttpResponseBase:
    """To sign-in and back to this page; a form that was sent is kept, unless it is too long for any honest one."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    encoded = typed.urlencode()
    if encoded and len(encoded) <= LONGEST:
        request.session[SESSION_KEY] = {"path": request.path, "typed": encoded}
    return redirect_to_login(request.get_full_path())


def take_draft(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once."""
    draft = request.session.get(SESSION_KEY)
    if draft is None or draft["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return QueryDict(draft["typed"])
