"""Every setting, read once from the environment.

With nothing set, a checkout runs on SQLite and local files in `var/`, with DEBUG off and a
secret key made on the first start. `.env.example` lists each variable with an example.
"""

import sys
from pathlib import Path

import environ
from django.contrib.messages import constants as message_levels
from django.core.management.utils import get_random_secret_key
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from articles.body.allowlist import EXTENSION_GROUPS as DJANGO_PROSE_EDITOR_EXTENSIONS  # noqa: F401
from articles.body.embeds import FRAME_HOSTS
from newsroom.desk_menu import UNFOLD  # noqa: F401
from newsroom.fetching.fences import USUAL_PORTS, networks, ports
from newsroom.first_run import kept
from newsroom.pagecache.choices import caches, page_store
from newsroom.pagecache.edges.choices import page_edge

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def kept_secret(path: Path) -> str:
    """Return the secret key kept at `path`, making it on the first call; stop where none can be kept."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(get_random_secret_key())
        return path.read_text().strip()
    except OSError as error:
        sys.exit(
            f"The site's secret key cannot be kept in {path.parent} ({error.strerror}): "
            "make that folder writable, name another with VAR_DIR=/path, or set SECRET_KEY."
        )


# Where it runs
DEBUG = env.bool("DEBUG", False)
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
SECRET_KEY = env("SECRET_KEY", default="") or kept_secret(VAR_DIR / "secret_key")
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

INSTALLED_APPS = [
    "newsroom",
    "newsroom.site",
    "newsroom.accounts",
    "newsroom.audit",
    "newsroom.pagecache",
    "newsroom.first_run",
    "articles",
    "patrons",
    "patrons.providers.demo",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "taggit",
    "django_prose_editor",
]

MIDDLEWARE = [
    "newsroom.compression.compress",
    "django.middleware.http.ConditionalGetMiddleware",
    # What goes out below it is what is stored.
    "newsroom.pagecache.middleware.PageStore",
    "django.middleware.security.SecurityMiddleware",
    # Before the content policy: on a static file it would say nothing, half a kilobyte at a time.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "newsroom.admin_csp.admin_csp",
    "newsroom.site.analytics.analytics_csp",
    "newsroom.languages.path_language",
    "newsroom.first_run.guide.first_run",
    "articles.old_addresses.old_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.slashes.SlashWherePageStands",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.languages.chosen_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.desk_filters.DeskFilters",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

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
                "django.template.context_processors.csp",
            ],
        },
    },
]

# Patrons. How many payments may begin within an hour: see docs/staff/.
CHECKOUTS_AN_HOUR = env.int("CHECKOUTS_AN_HOUR", 300)
CHECKOUTS_AN_HOUR_PER_NETWORK = env.int("CHECKOUTS_AN_HOUR_PER_NETWORK", 10)
TRANSFERS_AN_HOUR_PER_NETWORK = env.int("TRANSFERS_AN_HOUR_PER_NETWORK", 60)
CHECKOUTS_AN_HOUR_PER_ADDRESS = env.int("CHECKOUTS_AN_HOUR_PER_ADDRESS", 6)
# The least that is taken at once, by currency; elsewhere the price of the smallest tier.
LEAST_GIFT = env.dict("LEAST_GIFT", default={"UAH": "50", "EUR": "2", "USD": "2", "GBP": "2"})
# The most that is taken at once by the form, by currency: more is arranged with people. Elsewhere 100,000.
MOST_GIFT = env.dict("MOST_GIFT", default={"UAH": "4000000", "EUR": "100000", "USD": "100000", "GBP": "100000"})
# The currencies in which /support/ asks, where tiers have prices in them: the first one unless a reader chooses.
SUPPORT_CURRENCIES = env.list("SUPPORT_CURRENCIES", default=["EUR", "USD", "GBP", "UAH"])
# A renewal that failed: how many days later patrons are reminded, and how long their tier stays before the pledge
# lapses. A yearly payment and the end of a card are told of so many days before.
REMIND_AFTER_DAYS = env.list("REMIND_AFTER_DAYS", int, default=[3, 7])
GRACE_DAYS = env.int("GRACE_DAYS", 14)
RENEWAL_NOTICE_DAYS = env.int("RENEWAL_NOTICE_DAYS", 7)
CARD_NOTICE_DAYS = env.int("CARD_NOTICE_DAYS", 30)
# How many days what providers sent is kept whole; then names and addresses are taken out of it.
PROVIDER_EVENTS_WHOLE_DAYS = env.int("PROVIDER_EVENTS_WHOLE_DAYS", 90)
# A provider that pretends: for a demonstration, and never beside a live one.
PATRONS_DEMO = env.bool("PATRONS_DEMO", False)

# Stripe: see docs/providers/stripe.md. Without its keys nothing is asked of it and nothing taken from it.
STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET", default="")
# What marks our things at Stripe; empty: the host of SITE_URL. And another address of its API, for tests.
STRIPE_SITE = env("STRIPE_SITE", default="")
STRIPE_API_BASE = env("STRIPE_API_BASE", default="")

# Patreon: see docs/providers/patreon.md. The two tokens are the first pair; later ones are kept in VAR_DIR.
PATREON_CLIENT_ID = env("PATREON_CLIENT_ID", default="")
PATREON_CLIENT_SECRET = env("PATREON_CLIENT_SECRET", default="")
PATREON_ACCESS_TOKEN = env("PATREON_ACCESS_TOKEN", default="")
PATREON_REFRESH_TOKEN = env("PATREON_REFRESH_TOKEN", default="")
PATREON_CAMPAIGN_ID = env("PATREON_CAMPAIGN_ID", default="")
PATREON_WEBHOOK_SECRET = env("PATREON_WEBHOOK_SECRET", default="")
# The currency that the campaign is kept in at Patreon, which does not tell it. And another address, for tests.
PATREON_CURRENCY = env("PATREON_CURRENCY", default="USD")
PATREON_API_BASE = env("PATREON_API_BASE", default="")

# Data
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers and one writer work at once; IMMEDIATE makes a second writer wait
    # at the start of its transaction, where waiting is possible, instead of failing inside it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if env.bool("DATABASE_KEEPS_PLANS", True):
        # After so many times the server keeps a question's plan: see newsroom/prepared.py.
        DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = caches(env.cache_url("CACHE_URL", default="locmemcache://"))

# Pages that are stored whole: a "folder" of this machine, the shared "cache" above, or "" for none.
try:
    PAGE_STORE = page_store(env("PAGE_STORE", default="" if DEBUG else "folder"), CACHES["pages"])
    # A network that delivers pages near their readers, and what it must be told: see docs/how-to/.
    PAGE_EDGE, EDGE = page_edge(lambda name: env(name, default=""), PAGE_STORE)
except ValueError as error:
    sys.exit(str(error))
PAGE_FOLDER = Path(env("PAGE_FOLDER", default=str(VAR_DIR / "pages")))
PAGE_STORE_MB = env.int("PAGE_STORE_MB", 512)

# Files. Originals keep what the camera wrote, GPS included: they have no address.
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {
        "BACKEND": "newsroom.private_files.PrivateFiles",
        "OPTIONS": {"location": VAR_DIR / "originals"},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "jpg", "jpeg", "png", "gif", "webp", "avif", "zip", "gz", "br", "woff", "woff2", "map",
]  # fmt: skip
# Pictures above this are refused with a sentence. One of 60 takes 0.4 GB of memory for a second.
PICTURE_MEGAPIXELS = env.int("PICTURE_MEGAPIXELS", default=60)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Languages and time: the environment's, else what was chosen when the site was set up.
FIRST_RUN = env.bool("FIRST_RUN", True)
SITE_ENV, SETUP_CODE = VAR_DIR / "site.env", VAR_DIR / "setup_code"
FIXED_BY_ENVIRONMENT = kept.fixed()
CHOSEN = kept.read(SITE_ENV)
LANGUAGE_CODE = env("LANGUAGE_CODE", default="") or CHOSEN.get("LANGUAGE_CODE", "en")
LANGUAGES = [("en", _("English")), ("uk", _("Ukrainian"))]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
TIME_ZONE = env("TIME_ZONE", default="") or CHOSEN.get("TIME_ZONE", "Europe/Kyiv")
USE_TZ = True

# People
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "newsroom.accounts.passwords.UnlikeThePerson"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
MESSAGE_TAGS = {message_levels.DEBUG: "debug"}

# Mail
MAILERS = {"default": env.dict("MAILER", default={"BACKEND": "django.core.mail.backends.console.EmailBackend"})}
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="newsroom@localhost")

# Safety
HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.stale_forms.refuse"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # Players that a reader may ask for with a click, and nothing else.
    "frame-src": list(FRAME_HOSTS),
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# The admin theme evaluates strings (Alpine) and writes styles in place; the readers' pages do neither.
ADMIN_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    # A new author, section or picture is made in a frame above the form that it is chosen in.
    "frame-src": [CSP.SELF, *FRAME_HOSTS],
}
ADMIN_POPUP_CSP = ADMIN_CSP | {"frame-ancestors": [CSP.SELF]}

# What is fetched from other people's servers: the public web at its usual ports, and what is named here.
try:
    FETCH_ALLOWED_NETWORKS = networks(env.list("FETCH_ALLOWED_NETWORKS", default=[]))
    FETCH_PORTS = ports(env.list("FETCH_PORTS", default=list(map(str, USUAL_PORTS))))
except ValueError as error:
    sys.exit(str(error))

# Articles
PERMALINK = env("PERMALINK", default="/{year:04}/{month:02}/{day:02}/{slug}/")
TAGGIT_CASE_INSENSITIVE = True
SEARCH_ENGINE = env("SEARCH_ENGINE", default="")  # empty: the database's own

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
