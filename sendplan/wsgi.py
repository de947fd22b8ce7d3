import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from core.charset import ReadableContentType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sendplan.settings")

application = ReadableContentType(get_wsgi_application())

# councils.tenancy has models, so it can only be imported now that Django has loaded the apps.
from councils.tenancy.start_checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
# The web server forks after this: a connection that two processes share would mix up their answers.
connections.close_all()

# Load every page's code here, once, before the web server forks: else each worker does it for its first caller.
URL_PATTERNS = get_resolver().url_patterns
