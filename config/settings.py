"""The settings, in one file. Whatever differs between machines comes from the environment (`.env.example`)."""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from config.embedded_postgres import EmbeddedPostgres

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Core -------------------------------------------------------------------------------------------------
RELEASE = "0.1.0"
TESTING = "pytest" in sys.modules
if not TESTING:  # tests depend on no file of this machine
    env.read_env(BASE_DIR / ".env")
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-debug-and-tests-" + "0" * 40 if DEBUG or TESTING else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG or TESTING else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Before the admin, whose change pages it translates
    "modeltranslation",
    "config.admin_site.RegisterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "procrastinate.contrib.django",
    "rest_framework",
    # The rooms, from left to right
    "provenance",
    "accounts",
    "municipalities",
    "agreements",
    "pages",
    "api",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Files are served behind these two only: the one adds headers, the other refuses what climbs out of folders
    "config.middleware.RefuseUnreadableRequests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Behind those that add headers to every answer, before all that reads or renders
    "config.kept_pages.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

# The public pages are written by Jinja2; the admin, whose templates extend Django's own, by Django's.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {
            "environment": "pages.templating.environment.environment",
            "context_processors": ["pages.day.day"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------------------
# PostgreSQL is the one database. DATABASE_URL names a server (15 to 18); without it, DEBUG and tests use a
# server of their own that starts when something connects (config/embedded_postgres.py).
DATABASES: dict[str, dict] = {}
if "DATABASE_URL" in env:
    DATABASES["default"] = env.db("DATABASE_URL") | {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
    EMBEDDED_POSTGRES = None
else:
    EMBEDDED_POSTGRES = EmbeddedPostgres(
        env.path("POSTGRES_DIR", default=str(BASE_DIR / "var" / ("postgres-test" if TESTING else "postgres"))),
        durable=not TESTING,
    )
    DATABASES["default"] = {
        "ENGINE": "config.embedded_backend",
        "NAME": "besa",
        "HOST": str(EMBEDDED_POSTGRES.socket_dir),
        "USER": EMBEDDED_POSTGRES.user,
    }

# What each process keeps of pages and figures, for one version of the register (provenance/kept.py); 0 keeps nothing.
KEPT_BYTES = env.int("KEPT_MEGABYTES", default=0 if TESTING else 32) * 1024 * 1024

# Queries that every page asks are planned once for each connection, which takes three quarters of their time
# (provenance/compiled.py). Off behind a pooler that lends connections for single transactions and knows no
# prepared statements (PgBouncer before 1.21).
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "prepare_threshold", 2 if env.bool("PREPARED_STATEMENTS", default=True) else None
)

# --- Accounts ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
]

# --- Languages --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("sq", "Shqip"), ("mk", "Македонски"), ("en", "English")]
# The languages of the content have columns of their own: the site may learn more languages without migrations.
MODELTRANSLATION_LANGUAGES = ("en", "sq", "mk")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "sq", "mk")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Skopje"
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Security ---------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = not (DEBUG or TESTING) and env.bool("HTTPS", default=True)
SECURE_HSTS_SECONDS = 0 if DEBUG or TESTING else env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
# Behind a proxy that sets it, and only there: otherwise anybody could claim to have come by HTTPS.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_EXPOSE_HEADERS = ["ETag", "Link", "API-Version"]

# --- API --------------------------------------------------------------------------------------------------
# The version of what `/api/v1` promises, not of the software.
API_VERSION = "1.0.0"
# Whom to ask about this register: whoever runs it says so; nobody else can.
CONTACT = {
    "name": env.str("CONTACT_NAME", default=""),
    "url": env.str("CONTACT_URL", default=""),
    "email": env.str("CONTACT_EMAIL", default=""),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.ReadSchema",
    "EXCEPTION_HANDLER": "api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Besa",
    "DESCRIPTION": "The open register of inter-municipal cooperation agreements.",
    "VERSION": API_VERSION,
    "CONTACT": {key: value for key, value in CONTACT.items() if value},
    "LICENSE": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "ENUM_NAME_OVERRIDES": {
        "LegalStatusEnum": "agreements.models.LegalStatus",
        "ProjectStatusEnum": "agreements.models.JointProject.Status",
    },
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "api.schema.with_problem"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Logging ----------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        # Each step of each PDF
        "weasyprint": {"level": "CRITICAL"},
        "fontTools": {"level": "WARNING"},
        # What strangers ask in vain is no news, and must not fill the disk
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}
