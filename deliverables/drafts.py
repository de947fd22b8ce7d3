"""Keep a form that was sent after the session expired, and show it again after sign-in.

The draft is in the anonymous session, which Django keeps at sign-in. Only the user who typed it gets it back, not
another user who signs in on the same browser. A hidden field of the form names that user, as the expired session
cannot.
"""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict

from councils.models import User

SESSION_KEY = "draft"
TYPED_BY = "typed_by"
"""The form's hidden field with the public id of the user for whom the page was rendered."""
MAX_LENGTH = 40_000
"""Maximum length of a draft, in URL-encoded characters. Three long answers fit."""


def keep_draft(request: HttpRequest) -> HttpResponseBase:
    """Redirect to sign-in and back to this page. Keep the form that was sent, unless it is too long to be genuine."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    [typed_by] = typed.pop(TYPED_BY, [""])[-1:]
    encoded = typed.urlencode()
    if typed_by and len(encoded) <= MAX_LENGTH:
        request.session[SESSION_KEY] = {"path": request.path, "by": typed_by, "typed": encoded}
    return redirect_to_login(request.get_full_path())


def take_draft(request: HttpRequest, user: User) -> QueryDict | None:
    """Remove and return the user's draft for this page, or None. A draft of another user is deleted."""
    draft = request.session.get(SESSION_KEY)
    if draft is None:
        return None
    is_own = draft["by"] == str(user.public_id)
    if is_own and draft["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return QueryDict(draft["typed"]) if is_own else None
