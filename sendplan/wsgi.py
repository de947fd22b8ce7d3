import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from core.charset import ReadableContentType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sendplan.settings")

application = ReadableContentType(get_wsgi_application())

# This package imports models, which Django allows only after its set-up above.
from councils.tenancy.start_checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
# The web server forks after this. Processes must not share a connection: they would read each other's results.
connections.close_all()

# Load all views before the web server forks, so that workers do not load them during their first request.
URL_PATTERNS = get_resolver().url_patterns
