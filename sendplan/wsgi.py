import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sendplan.settings")

application = get_wsgi_application()

from councils.start import refuse_unsafe_start  # noqa: E402 (only once Django is set up)

refuse_unsafe_start()
