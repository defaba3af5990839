"""Django's settings: the same for laptop, server and cluster; only the environment differs."""

from pathlib import Path

from studio.config import keys
from studio.config.database import database_settings
from studio.config.environment import REPOSITORY, read_environment
from studio.snapshots import Limits

ENVIRONMENT = read_environment()
ENVIRONMENT.refuse_unsafe()

STUDIO_HOME: Path = ENVIRONMENT.home
STUDIO_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
STUDIO_VERSION = "0.1.0"
TIMING = ENVIRONMENT.timing

SECRET_KEY = keys.secret_key(STUDIO_HOME / "keys")
ENCRYPTION_KEYS = keys.encryption_keys(STUDIO_HOME / "keys")
NODE_KEYS = keys.node_keys(STUDIO_HOME / "keys")
DATASTORE_HOSTS = ENVIRONMENT.datastore_hosts
LOCAL_FOLDERS = ENVIRONMENT.local_folders
ANYBODY_MAKES_WORKSPACES = ENVIRONMENT.anybody_makes_workspaces
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ENVIRONMENT.allowed_hosts]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "django_vite",
    "studio.accounts",
    "studio.workspaces",
    "studio.pipelines",
    "studio.runs",
    "studio.assets",
    "studio.publishing",
    "studio.live",
    "studio.api",
]

# Control answers no HTTP: without the doors and their libraries it is 20 MB smaller.
if ENVIRONMENT.is_control:
    _doors = ("rest_framework", "drf_", "django_vite", "studio.api", "django.contrib.staticfiles")
    INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(_doors)]

MIDDLEWARE = [
    "studio.config.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = None if ENVIRONMENT.is_control else "studio.config.urls"
ASGI_APPLICATION = "studio.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [REPOSITORY / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# Rows. ATOMIC_REQUESTS stays off: with IMMEDIATE every GET would take the write lock.
DATABASES = {"default": database_settings(ENVIRONMENT.database_url, STUDIO_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

# Who.
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "studio.config.pages.csrf_failure"

# What the browser may do.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ENVIRONMENT.behind_tls_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.allowed_hosts]

# How much.
SNAPSHOT_LIMITS = Limits(ENVIRONMENT.snapshot_bytes, ENVIRONMENT.snapshot_files)
LARGEST_BLOB = SNAPSHOT_LIMITS.bytes
LARGEST_JSON = 5 * 1024 * 1024
LARGEST_UPLOAD = 100 * 1024**3
LARGEST_BODY = 25 * 1024 * 1024
LARGER_BODIES = {
    "/blobs/": LARGEST_BLOB,
    "/source-folders/archive/": SNAPSHOT_LIMITS.bytes + SNAPSHOT_LIMITS.files * 4096,
}
"""By the end of an address: a folder as a zip has a header for each file."""
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_JSON
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100

# Files served to the browser: the built bundle and icons.
STATIC_URL = "/static/"
STATICFILES_DIRS = [REPOSITORY / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = (
    r"^/static/dist/assets/.+-[A-Za-z0-9_-]{8}\.\w+$"  # as Vite names them
)
DJANGO_VITE = {
    "default": {
        "dev_mode": ENVIRONMENT.vite_dev_server,
        "dev_server_port": 5173,
        "static_url_prefix": "dist",
        "manifest_path": REPOSITORY / "static" / "dist" / "manifest.json",
    }
}

# Wake-ups: queue and channel layer carry hints only, the database is the truth.
CELERY_BROKER_URL = ENVIRONMENT.broker
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = (
    False  # a message is a wake-up: taken early, so no broker re-delivers a long one
)
CELERY_TASK_DEFAULT_QUEUE = "control"
CELERY_IMPORTS = ["studio.runs.tasks", "studio.workspaces.tasks"]
# Else Celery closes the connection after every task, whatever its age may be.
CELERY_DB_REUSE_MAX = 10**9
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [ENVIRONMENT.channels], "prefix": "studio"},
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "studio.api.authentication.TokenAuthentication",
        "studio.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["studio.api.parsers.StrictJSONParser"],
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS is answered 405: the schema says what there is
    "DEFAULT_SCHEMA_CLASS": "studio.api.schema.Schema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": False,
    "STRICT_JSON": True,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "studio.api.errors.DomainErrorHandler",
    "EXCEPTION_FORMATTER_CLASS": "studio.api.errors.ErrorFormatter",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Pipeline studio",
    "DESCRIPTION": "Draw, run, watch and publish machine learning pipelines.",
    "VERSION": STUDIO_VERSION,
    "OAS_VERSION": "3.1.0",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "SCHEMA_PATH_PREFIX": "/api/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATIONS": True,
    "WEBHOOKS": ["studio.api.frames.to_client", "studio.api.frames.to_server"],
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "studio.workspaces.models.Role",
        "TokenScopeEnum": "studio.workspaces.models.TokenScope",
        "PublishedStatusEnum": "studio.publishing.models.Status",
        "DatasetKindEnum": "studio.assets.models.DatasetKind",
        "StepOutputKindEnum": ["file", "folder"],
        "StateEnum": "studio.runs.models.STATES",
        "HealthStateEnum": ["ok", "failing"],
        "ParameterTypeEnum": ["int", "float", "bool", "string"],
        "ProblemSeverityEnum": ["error", "warning"],
        "MetricKindEnum": ["scalar", "list", "row", "table", "image"],
        "PartKindEnum": ["from", "only", "up_to", "failed"],
        "ReuseReasonEnum": "studio.api.runs.reuse.REASONS",
        "ErrorTypeEnum": ["validation_error", "client_error", "server_error"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "studio": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # a 404 is an answer, not news
    },
}
