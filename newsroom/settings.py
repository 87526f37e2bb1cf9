"""Every setting, read once from the environment.

With nothing set, a checkout runs on SQLite and local files in `var/`, with DEBUG off and a
secret key made on the first start. `.env.example` lists each variable with an example. What is
no value of its kind stops the start with one sentence: see `newsroom.environment`.
"""

import sys
from pathlib import Path

from django.contrib.messages import constants as message_levels
from django.core.management.utils import get_random_secret_key
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from articles.body.allowlist import EXTENSION_GROUPS as DJANGO_PROSE_EDITOR_EXTENSIONS  # noqa: F401
from articles.body.embeds import FRAME_HOSTS
from newsroom.accounts.library import SETTINGS as SIGN_IN_SETTINGS
from newsroom.desk_menu import UNFOLD  # noqa: F401
from newsroom.environment import env, kinds
from newsroom.fetching.fences import USUAL_PORTS, networks, ports
from newsroom.first_run import kept
from newsroom.logs.lines import config as logging_config
from newsroom.mailers import mailer
from newsroom.media_storage import files
from newsroom.pagecache.choices import caches, page_store
from newsroom.pagecache.edges.choices import VARIABLES as EDGE_VARIABLES
from newsroom.pagecache.edges.choices import page_edge

BASE_DIR = Path(__file__).resolve().parent.parent

env.read_file(BASE_DIR / ".env")


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
VAR_DIR = Path(env("VAR_DIR") or BASE_DIR / "var")
SECRET_KEY = env.secret("SECRET_KEY", least=0 if DEBUG else 32) or kept_secret(VAR_DIR / "secret_key")
SITE_URL = kinds.origin(env, "SITE_URL", "http://127.0.0.1:8000", "https://lantern.example")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", kinds.host_of(SITE_URL)])
CSRF_TRUSTED_ORIGINS = kinds.origins(env, "CSRF_TRUSTED_ORIGINS", [SITE_URL])
# How many proxies stand in front, or their networks: their headers are believed, and nobody else's.
TRUSTED_PROXIES = kinds.proxies(env, "TRUSTED_PROXIES", "BEHIND_PROXY")

INSTALLED_APPS = [
    "newsroom.accounts.library.AccountTables",
    "allauth.mfa",
    "newsroom",
    "newsroom.site",
    "newsroom.accounts",
    "newsroom.audit",
    "newsroom.pagecache",
    "newsroom.first_run",
    "django_tasks_db",
    "newsroom.work",
    "newsroom.backup",
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

# Figures for Prometheus: with the token or from these networks; with neither, /metrics is not there.
METRICS_TOKEN = env.secret("METRICS_TOKEN", least=16)
METRICS_NETWORKS = kinds.networks(env, "METRICS_NETWORKS")
PROMETHEUS_MULTIPROC_DIR = kinds.folder(env, "PROMETHEUS_MULTIPROC_DIR", "/run/newsroom/metrics")
# Errors and traces, told to servers that watch over this one. Of people nothing is told.
SENTRY_DSN = kinds.dsn(env, "SENTRY_DSN")
OTEL_EXPORTER_OTLP_ENDPOINT = kinds.collector(env, "OTEL_EXPORTER_OTLP_ENDPOINT")

MIDDLEWARE = [
    "newsroom.logs.request_ids.named",
    "newsroom.health.answering.answers",
    # Before whatever asks for the scheme.
    "newsroom.proxies.believe",
    *(["newsroom.metrics.measuring.measured"] if METRICS_TOKEN or METRICS_NETWORKS else []),
    *(["newsroom.monitoring.tracing.traced"] if OTEL_EXPORTER_OTLP_ENDPOINT else []),
    "newsroom.compression.compress",
    "django.middleware.http.ConditionalGetMiddleware",
    # What goes out below it is what is stored.
    "newsroom.pagecache.middleware.PageStore",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.permissions_policy.permissions_policy",
    # Before the content policy: on a static file it would say nothing, half a kilobyte at a time.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "newsroom.admin_csp.admin_csp",
    "newsroom.site.analytics.analytics_csp",
    "newsroom.languages.path_language",
    "newsroom.first_run.guide.first_run",
    "articles.old_addresses.old_addresses",
    "newsroom.rates.Limited",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.slashes.SlashWherePageStands",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.languages.chosen_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.accounts.gate.staff_gate",
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
LEAST_GIFT = kinds.amounts(env, "LEAST_GIFT", {"UAH": "50", "EUR": "2", "USD": "2", "GBP": "2"})
# The most that is taken at once by the form, by currency: more is arranged with people. Elsewhere 100,000.
MOST_GIFT = kinds.amounts(env, "MOST_GIFT", {"UAH": "4000000", "EUR": "100000", "USD": "100000", "GBP": "100000"})
# The currencies in which /support/ asks, where tiers have prices in them: the first one unless a reader chooses.
SUPPORT_CURRENCIES = kinds.currencies(env, "SUPPORT_CURRENCIES", ["EUR", "USD", "GBP", "UAH"])
# A renewal that failed: how many days later patrons are reminded, and how long their tier stays before the pledge
# lapses. A yearly payment and the end of a card are told of so many days before.
REMIND_AFTER_DAYS = env.list("REMIND_AFTER_DAYS", int, [3, 7], least=1)
GRACE_DAYS = env.int("GRACE_DAYS", 14, most=366)
RENEWAL_NOTICE_DAYS = env.int("RENEWAL_NOTICE_DAYS", 7, most=366)
CARD_NOTICE_DAYS = env.int("CARD_NOTICE_DAYS", 30, most=366)
# How many days what providers sent is kept whole; then names and addresses are taken out of it.
PROVIDER_EVENTS_WHOLE_DAYS = env.int("PROVIDER_EVENTS_WHOLE_DAYS", 90, least=1, most=3660)
# A provider that pretends: for a demonstration, and never beside a live one.
PATRONS_DEMO = env.bool("PATRONS_DEMO", False)

# Stripe: see docs/providers/stripe.md. Without its keys nothing is asked of it and nothing taken from it.
STRIPE_SECRET_KEY = env.secret("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = env.secret("STRIPE_WEBHOOK_SECRET")
# What marks our things at Stripe; empty: the host of SITE_URL. And another address of its API, for tests.
STRIPE_SITE = env("STRIPE_SITE", default="")
STRIPE_API_BASE = kinds.api_base(env, "STRIPE_API_BASE")

# Patreon: see docs/providers/patreon.md. The two tokens are the first pair; later ones are kept in VAR_DIR.
PATREON_CLIENT_ID = env("PATREON_CLIENT_ID", default="")
PATREON_CLIENT_SECRET = env.secret("PATREON_CLIENT_SECRET")
PATREON_ACCESS_TOKEN = env.secret("PATREON_ACCESS_TOKEN")
PATREON_REFRESH_TOKEN = env.secret("PATREON_REFRESH_TOKEN")
PATREON_CAMPAIGN_ID = env(
    "PATREON_CAMPAIGN_ID", pattern="[0-9]+", problem="is no number of a campaign", example="1234567"
)
PATREON_WEBHOOK_SECRET = env.secret("PATREON_WEBHOOK_SECRET")
# The currency that the campaign is kept in at Patreon, which does not tell it. And another address, for tests.
PATREON_CURRENCY = env("PATREON_CURRENCY", "USD", pattern="[A-Z]{3}", problem="is no currency", example="USD")
PATREON_API_BASE = kinds.api_base(env, "PATREON_API_BASE")

# Data
DATABASES = {"default": kinds.database(env, "DATABASE_URL", f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
DATABASE_CONN_MAX_AGE = env.int("DATABASE_CONN_MAX_AGE", 60)
# After so many times the server keeps a question's plan: see newsroom/prepared.py.
DATABASE_KEEPS_PLANS = env.bool("DATABASE_KEEPS_PLANS", True)
# Of SQLite too: it reads the whole schema anew for each connection, a quarter of what a page costs.
DATABASES["default"]["CONN_MAX_AGE"] = DATABASE_CONN_MAX_AGE
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers and one writer work at once; IMMEDIATE makes a second writer wait
    # at the start of its transaction, where waiting is possible, instead of failing inside it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if DATABASE_KEEPS_PLANS:
        DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = caches(kinds.cache(env, "CACHE_URL"))

# Pages that are stored whole: a "folder" of this machine, the shared "cache" above, or "" for none.
env.may_read(*EDGE_VARIABLES)
with env.sentences():
    PAGE_STORE = page_store(env("PAGE_STORE", default="" if DEBUG else "folder"), CACHES["pages"])
    # A network that delivers pages near their readers, and what it must be told: see docs/how-to/.
    PAGE_EDGE, EDGE = page_edge(env.raw, PAGE_STORE)
PAGE_FOLDER = Path(env("PAGE_FOLDER") or VAR_DIR / "pages")
PAGE_STORE_MB = env.int("PAGE_STORE_MB", 512, least=1)

# Files. Originals keep what the camera wrote, GPS included: they have no address.
with env.sentences():
    FILES = files(env.raw("MEDIA_STORAGE"), VAR_DIR)
MEDIA_URL = FILES.url
MEDIA_ROOT = VAR_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": FILES.default,
    "originals": FILES.originals,
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
# Archives of other systems that are sent to the desk, until they are brought in: no address leads there.
IMPORTS_FOLDER = VAR_DIR / "imports"
IMPORT_MEGABYTES = env.int("IMPORT_MEGABYTES", 500, least=1, most=10_000)
# Pictures above this are refused with a sentence. One of 60 takes 0.4 GB of memory for a second.
PICTURE_MEGAPIXELS = env.int("PICTURE_MEGAPIXELS", 60, least=1, most=500)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Languages and time: the environment's, else what was chosen when the site was set up.
FIRST_RUN = env.bool("FIRST_RUN", True)
SITE_ENV, SETUP_CODE = VAR_DIR / "site.env", VAR_DIR / "setup_code"
FIXED_BY_ENVIRONMENT = kept.fixed()
CHOSEN = kept.read(SITE_ENV)
LANGUAGE_CODE = env.one_of("LANGUAGE_CODE", ("en", "uk"), CHOSEN.get("LANGUAGE_CODE", "en"))
LANGUAGES = [("en", _("English")), ("uk", _("Ukrainian"))]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
TIME_ZONE = kinds.time_zone(env, "TIME_ZONE", CHOSEN.get("TIME_ZONE", "Europe/Kyiv"))
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

# Staff sign-in: see docs/editors/signing-in.md
STAFF_TWO_FACTORS = env.one_of("STAFF_TWO_FACTORS", ("required", "offered"), "required")
SUDO_MINUTES = env.int("SUDO_MINUTES", 15, least=1)
STAFF_SESSION_DAYS = env.int("STAFF_SESSION_DAYS", 14, least=1)
STAFF_IDLE_DAYS = env.int("STAFF_IDLE_DAYS", 3, least=1)
PASSWORD_RESET_TIMEOUT = env.int("PASSWORD_RESET_HOURS", 2, least=1, most=72) * 3600
SECRET_KEY_FALLBACKS = list(filter(None, env.secret("SECRET_KEY_FALLBACKS").split(",")))
globals().update(SIGN_IN_SETTINGS)

# Mail: to the terminal, a server of mail, or a company's interface. See newsroom/mailers.py.
with env.sentences():
    MAILERS = {"default": mailer(env.raw("MAILER"))}
ANYMAIL = {"REQUESTS_TIMEOUT": 15}
DEFAULT_FROM_EMAIL = kinds.mailbox(env, "MAIL_FROM", "newsroom@localhost")

# Work beside the pages, and backups: see docs/work.md and docs/backup.md
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "slow"]}}
WORKER = env.one_of("WORKER", ("auto", "separate"), "auto")
DEAD_MAIL_DAYS = env.int("DEAD_MAIL_DAYS", 14, least=1)
BACKUP_DIR = kinds.folder(env, "BACKUP_DIR", "/var/backups/newsroom")
BACKUP_AT = kinds.time_of_day(env, "BACKUP_AT", "03:15")
BACKUPS_KEPT = env.int("BACKUPS_KEPT", 14, least=1)

# Safety. Where a proxy tells how readers came, whoever came without encryption is sent to it.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", HTTPS and bool(TRUSTED_PROXIES))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Being built into browsers is hard to take back: who wants it says so.
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Browsers take a cookie with this prefix over HTTPS only, from this host only, for all of it.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.stale_forms.refuse"
# How often one network may send forms: times the usual numbers of newsroom/rates.py; 0 for no limits.
RATE_LIMITS = env.int("RATE_LIMITS", 1, least=0)
RATES_FILE = VAR_DIR / "rates.sqlite3"
# Pictures that readers get from a bucket come from its address: see MEDIA_STORAGE.
PICTURES_FROM = [CSP.SELF, "data:", *filter(None, [FILES.origin])]
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": PICTURES_FROM,
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
    "img-src": [*PICTURES_FROM, "blob:"],
    # A new author, section or picture is made in a frame above the form that it is chosen in.
    "frame-src": [CSP.SELF, *FRAME_HOSTS],
}
ADMIN_POPUP_CSP = ADMIN_CSP | {"frame-ancestors": [CSP.SELF]}

# What is fetched from other people's servers: the public web at its usual ports, and what is named here.
with env.sentences():
    FETCH_ALLOWED_NETWORKS = networks(env.list("FETCH_ALLOWED_NETWORKS"))
    FETCH_PORTS = ports(env.list("FETCH_PORTS", default=list(map(str, USUAL_PORTS))))

# Articles
PERMALINK = kinds.permalink(env, "PERMALINK", "/{year:04}/{month:02}/{day:02}/{slug}/")
TAGGIT_CASE_INSENSITIVE = True
SEARCH_ENGINE = env.one_of("SEARCH_ENGINE", ("", "sqlite", "postgres", "postgresql"), "")  # empty: the database's own

LOG_LEVEL = env.one_of("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "WARNING")
LOGGING = logging_config(env.one_of("LOG_FORMAT", ("text", "json"), "text"), LOG_LEVEL)
