"""Settings of the site; what differs between places comes from the environment."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from cop_site.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = env.flag("DJANGO_DEBUG")
DEMO = env.flag("DEMO")  # one-click sign-in as the demo's personas; never on a real site
SECRET_KEY = env.secret("DJANGO_SECRET_KEY", VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = env.text("SITE_URL", "http://localhost:8000")
SITE_NAME = env.text("SITE_NAME", "Communs")

INSTALLED_APPS = [
    "daphne",
    "cop_site",
    "forums.mail",
    "forums.spaces",
    "forums.chat",
    "forums.machina_apps.forum",
    "forums.machina_apps.forum_conversation",
    "resources.search",
    "resources.library",
    "resources.files",
    "communities.facilitation",
    "communities.live",
    "communities.pages",
    "communities.circles",
    "communities.people",
    "mptt",
    "allauth",
    "allauth.account",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",  # no screen nor address of it is open; the admin's frame names its API
    "wagtail.images",  # as above
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "channels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cop_site.middleware.GZipPages",
    "cop_site.middleware.page_weight",
    "cop_site.middleware.request_number",
    "cop_site.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "communities.people.middleware.own_language_and_zone",
    "communities.people.light_mode.tell_caches",
    "cop_site.middleware.plain_addresses",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "communities.pages.middleware.editors_only",
]

ROOT_URLCONF = "cop_site.urls"
ASGI_APPLICATION = "cop_site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cop_site.context.site",
            ],
        },
    },
]
FORM_RENDERER = "cop_site.forms.SiteFormRenderer"

# --- data ---------------------------------------------------------------------------------------

DATABASES = {
    "default": environ.Env.db_url_config(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
    )
}
DATABASE_IS_SERVER = DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3"
if not DATABASE_IS_SERVER:
    # Measured: with Django's own defaults, eight writers meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            f"PRAGMA synchronous={'FULL' if env.flag('DURABLE') else 'NORMAL'};"
            "PRAGMA foreign_keys=ON;"
            "PRAGMA busy_timeout=20000;"
            "PRAGMA cache_size=-16000;"
        ),
    }
DATABASES["default"]["CONN_MAX_AGE"] = env.number("DATABASE_CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = DATABASE_IS_SERVER

DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # machina's; our apps choose BigAutoField
MIGRATION_MODULES = {
    "forum": "machina.apps.forum.migrations",
    "forum_conversation": "machina.apps.forum_conversation.migrations",
}

REDIS_URL = env.text("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            # The layer asks Redis to wait 5 s for news; the client's own time-out is as long.
            "hosts": [{"address": REDIS_URL, "socket_timeout": 15}],
            "capacity": 10_000,
            "group_expiry": 2 * 3600,
        },
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
CACHES = {
    "default": {
        "BACKEND": "cop_site.caches.LastingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MEDIA_ROOT = VAR_DIR / "media"  # never open: views ask the policy, then stream
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
# A web server in front may send the bytes once the policy said yes: "x-accel" (nginx, Caddy) asks
# it for the path behind the prefix, "x-sendfile" (Apache, lighttpd) for the path on the disk.
FILES_HANDED_OVER_BY = env.choice("FILES_HANDED_OVER_BY", ("", "x-accel", "x-sendfile"))
FILES_INTERNAL_PREFIX = env.text("FILES_INTERNAL_PREFIX", "/internal/media/")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- people -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "communities.people.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "communities.people.forms.SignUpForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_RATE_LIMITS = {"login": "30/h/ip,6/m/ip", "login_failed": "5/5m/key,10/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cop_site.views.csrf_failure"

HTTPS_ONLY = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_REFERRER_POLICY = "same-origin"
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- mail ---------------------------------------------------------------------------------------

EMAIL_CONFIG = environ.Env.email_url_config(env.text("EMAIL_URL", "consolemail://"))
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", f"{SITE_NAME} <noreply@localhost>")
CALENDAR_REPLY_TO = env.text("CALENDAR_REPLY_TO")  # whose mail goes to read_calendar_reply

# --- words and times ----------------------------------------------------------------------------

LANGUAGE_CODE = env.text("LANGUAGE_CODE", "fr")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "cop_site" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["cop_site.formats"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# --- talk ---------------------------------------------------------------------------------------

MACHINA_MARKUP_LANGUAGE: tuple[str, dict[str, str]] = ("forums.spaces.markup.render", {})
MACHINA_MARKUP_WIDGET = None
POST_MAX_LENGTH = 32_000
POSTS_PER_PAGE = 20
TOPICS_PER_PAGE = 30
SECONDS_BETWEEN_REPLIES = env.number("SECONDS_BETWEEN_REPLIES", 5)
SECONDS_BETWEEN_TOPICS = env.number("SECONDS_BETWEEN_TOPICS", 15)
IMAGE_MAX_BYTES = 4 * 1024 * 1024
DOCUMENT_MAX_BYTES = 10 * 1024 * 1024
FILES_PER_POST = 5
MESSAGE_MAX_LENGTH = 4_000
CHAT_PER_MINUTE = env.number("CHAT_PER_MINUTE", 60)
ARCHIVE_MAX_BYTES = env.number("ARCHIVE_MAX_MB", 50) * 1024 * 1024

# --- sessions -----------------------------------------------------------------------------------

MEETING_URL_TEMPLATES = env.addresses("MEETING_URL_TEMPLATES", "{room}")  # Jitsi, BigBlueButton …

# --- resources ----------------------------------------------------------------------------------

PROPOSALS_PER_HOUR = env.number("PROPOSALS_PER_HOUR", 20)  # of a person, in all communities

# --- search -------------------------------------------------------------------------------------

SEARCH_DIR = VAR_DIR / "search"
SEARCH_ENGINE = env.text("SEARCH_ENGINE", "postgres" if DATABASE_IS_SERVER else "sqlite")
SEARCHES_PER_MINUTE = env.number("SEARCHES_PER_MINUTE", 30)  # of a member; a visitor's: half
_SEARCH_OPTIONS: dict[str, dict[str, object]] = {
    "sqlite": {"folder": SEARCH_DIR / "sqlite"},
    "whoosh": {"folder": SEARCH_DIR / "whoosh"},
    "opensearch": {"address": env.text("OPENSEARCH_URL"), "index": env.text("OPENSEARCH_INDEX")},
}
SEARCH_OPTIONS = _SEARCH_OPTIONS.get(SEARCH_ENGINE, {})

# --- pages --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
TAGGIT_CASE_INSENSITIVE = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
