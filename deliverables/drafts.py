"""What somebody typed after their session had lapsed: kept in the browser's session until they are back.

Signing in keeps what an anonymous session holds, and the form then shows it again: to whoever typed it, and to nobody
else who signs in at the same browser. The form itself says for whom it was drawn, the lapsed session no longer can.
"""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict

from councils.models import User

SESSION_KEY = "draft"
TYPED_BY = "typed_by"
"""The form's hidden field with the public id of the user for whom it was drawn."""
LONGEST = 40_000
"""Of a draft, in encoded characters: three long answers fit."""


def keep_draft(request: HttpRequest) -> HttpResponseBase:
    """To sign-in and back to this page; a form that was sent is kept, unless it is too long for any honest one."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    [typed_by] = typed.pop(TYPED_BY, [""])[-1:]
    encoded = typed.urlencode()
    if typed_by and len(encoded) <= LONGEST:
        request.session[SESSION_KEY] = {"path": request.path, "by": typed_by, "typed": encoded}
    return redirect_to_login(request.get_full_path())


def take_draft(request: HttpRequest, user: User) -> QueryDict | None:
    """What the user had typed into this page, once. What somebody else had typed is thrown away."""
    draft = request.session.get(SESSION_KEY)
    if draft is None:
        return None
    is_own = draft["by"] == str(user.public_id)
    if is_own and draft["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return QueryDict(draft["typed"]) if is_own else None
