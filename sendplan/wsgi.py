import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sendplan.settings")

application = get_wsgi_application()

# Load every page's code here, once, before the web server forks: else each worker does it for its first caller.
URL_PATTERNS = get_resolver().url_patterns
