"""Django settings. Values that differ between machines come from `sendplan.env`."""

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from . import env

BASE_DIR = env.BASE_DIR
LOCAL = env.LOCAL
DEBUG = env.DEBUG
_databases = [env.database(f"{role}DATABASE_URL") for role in ("", "WORKER_", "OWNER_")]
SECRET_KEY = env.SECRET_KEY or ("" if any(_databases) else "only-for-checks-and-builds")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text. Use the same text for every process.")
ALLOWED_HOSTS = env.ALLOWED_HOSTS
PUBLIC_URL = env.PUBLIC_URL

INSTALLED_APPS = [
    "councils",
    "boards",
    "strategies",
    "deliverables",
    "indicators",
    "evidence",
    "risks",
    "money",
    "plan_templates",
    "assessments",
    "returns",
    "reporting",
    "minutes",
    "packs",
    "history",
    "search",
    "calendars",
    "reminders",
    "webhooks",
    "voice",
    "public_page",
    "plan_files",
    "plan_versions",
    "guide",
    "demo",
    "operations",
    "api",
    "core.ui",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "csp",
]

MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "operations.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.static_files.StaticFiles",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.charset.CharsetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "councils.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "api.middleware.ApiKeyMiddleware",
    # Keep this last: sessions and messages are saved after the council's transaction has ended.
    "councils.middleware.CouncilMiddleware",
]

ROOT_URLCONF = "sendplan.urls"
WSGI_APPLICATION = "sendplan.wsgi.application"

# In `bin/dev` templates are read again for each page. Django's default is to read them once.
_loaders = ("filesystem.Loader", "app_directories.Loader")
_read_anew = {"loaders": [f"django.template.loaders.{name}" for name in _loaders]} if DEBUG else {}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": not _read_anew,
        "OPTIONS": {
            **_read_anew,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sendplan.navigation.frame",
                "councils.administration_menu.administration",
            ],
        },
    },
]
FORM_RENDERER = "core.ui.forms.Renderer"

# --- Database: two roles held by row-level security, and the owner for migrations ---
OWNER = env.database("OWNER_DATABASE_URL")
ROLES = {"web": env.database("DATABASE_URL"), "worker": env.database("WORKER_DATABASE_URL")}
DATABASES = {
    "default": ROLES.get(env.PROCESS)
    or ROLES["web"]
    or {"ENGINE": "django.db.backends.postgresql", "NAME": "sendplan"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.cache_location(env.REDIS_URL),
    }
}

# --- Accounts ---
AUTH_USER_MODEL = "councils.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "councils.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "councils.accounts.forms.SignIn",
    "reset_password": "councils.accounts.forms.ResetPassword",
    "reset_password_from_key": "councils.accounts.forms.ChooseNewPassword",
    "change_password": "councils.accounts.forms.ChangePassword",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords are counted for an account at an address ("key"), and more loosely for an address, behind which a
# whole council may be. A sign-in that succeeds takes back what it has counted.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key,100/10m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXIES
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOCAL else "https"

# --- Language and time ---
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
DATE_FORMAT = "j F Y"

# --- Files ---
STATIC_URL = "/static/"
STATICFILES_DIRS = [
    ("build", BASE_DIR / "static" / "build"),
    ("images", BASE_DIR / "static" / "images"),
]
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {"staticfiles": {"BACKEND": "core.static_files.HashedNames"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
FILES_ROOT = env.STATE / "files"

# --- Email ---
_email = env.email()
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _email.get("EMAIL_HOST") or "127.0.0.1"
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_email.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_email.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.mail_from()
MAIL_DIR = env.MAIL_DIR
NOTIFY_API_KEY = env.NOTIFY_API_KEY
NOTIFY_URL = env.NOTIFY_URL
NOTIFY_TEMPLATE_ID = env.NOTIFY_TEMPLATE_ID
NOTIFY_TEMPLATE_IDS = env.NOTIFY_TEMPLATE_IDS
NOTIFY_CALLBACK_TOKEN = env.NOTIFY_CALLBACK_TOKEN
NOTIFY_TIMEOUT = 20

# --- Queue ---
CELERY_BROKER_URL = env.REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    # By name: a worker that has both takes the clock's tasks before emails.
    "queue_order_strategy": "sorted",
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "operations.heartbeats:Clock"
# Without this, Celery closes the database connection before and after each task. See sendplan/celery.py.
CELERY_DB_REUSE_MAX = 1_000
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "packs.tasks.render_pack": {"queue": "renders"},
    "plan_files.tasks.print_plan": {"queue": "renders"},
    # The clock's tasks have a queue of their own, so that they never wait behind all emails.
    "packs.jobs.*": {"queue": "clock"},
    "reminders.jobs.sweep": {"queue": "clock"},
    "webhooks.jobs.sweep": {"queue": "clock"},
    "strategies.jobs.*": {"queue": "clock"},
    "plan_files.jobs.*": {"queue": "clock"},
    "evidence.jobs.*": {"queue": "clock"},
    "api.jobs.*": {"queue": "clock"},
    "packs.tasks.sweep_council": {"queue": "clock"},
}
CELERY_TIMEZONE = TIME_ZONE

# --- Webhooks ---
WEBHOOKS_MAY_REACH_LOOPBACK = False
"""Only tests turn this on, to receive messages on their own machine without encryption."""

# --- API ---
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.CouncilAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.authentication.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["api.shapes.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.JsonParser"],
    "EXCEPTION_HANDLER": "api.exception_handler.problem_handler",
    "DEFAULT_SCHEMA_CLASS": "api.schema.CouncilSchema",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
API_REQUESTS_PER_KEY = env.API_REQUESTS_PER_KEY
API_REQUESTS_PER_COUNCIL = env.API_REQUESTS_PER_COUNCIL
SPECTACULAR_SETTINGS = {
    "TITLE": "sendplan API",
    "DESCRIPTION": "Read a council's SEND strategy, deliverables, indicators, boards and packs. "
    "Send progress updates and figures.",
    "VERSION": "1.0.0",
    "CONTACT": {"name": "The people who run sendplan for your council"},
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SERVERS": [
        {
            "url": "{origin}",
            "description": "Your installation",
            "variables": {
                "origin": {
                    "default": "http://127.0.0.1:8000",
                    "description": "Where sendplan is installed, without a slash at the end.",
                }
            },
        }
    ],
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# --- Security ---
SESSION_COOKIE_NAME = "sessionid" if LOCAL else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if LOCAL else "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Text that is pasted into a form. A form with more than its own limit is shown again with a sentence and the text in
# it; beyond this limit there is only the sentence (sendplan.error_answers).
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "core.logs.PlainLine"}, "json": {"()": "core.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": env.LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        **{name: {"level": "INFO"} for name in ("sendplan", "packs", "reminders", "councils.log", "celery")},
        # Every task says that it succeeded. That it was received would be a second line for each.
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
