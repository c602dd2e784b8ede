"""Django settings, all from the environment; a bad value is refused with one sentence that names it."""

import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .database import POSTGRES_SCHEMES, ROLES, database

KNOWN = {
    "MINGJING_HOME": "数据文件夹，默认 ./var",
    "MINGJING_SECRET_KEY": "会话签名密钥，至少 32 个字符",
    "MINGJING_SECRET_KEY_FILE": "存放会话签名密钥的文件",
    "MINGJING_HOSTS": "允许的主机名，用逗号分隔",
    "MINGJING_PUBLIC_ADDRESS": "公众访问的网址，印在二维码里，如 https://gs.example.gov.cn",
    "MINGJING_SITE_NAME": "页首的平台名称",
    "MINGJING_SITE_HOST": "页尾的主办说明",
    "MINGJING_HELP_LINE": "出错时请读者联系谁",
    "MINGJING_HTTPS": "true 或 false：是否只经 HTTPS 反向代理访问",
    "MINGJING_DEBUG": "true 或 false：只在开发时打开",
    "MINGJING_DATABASE_ROLE": "app、owner 或 sealer：本进程在 PostgreSQL 上的身份",
    "MINGJING_TESTDATA": "测试用的外部资料文件夹（只供测试）",
    "MINGJING_LONG": "1：运行长时间测试（只供测试）",
}
SECRET_LENGTH = 32


def refuse(name: str, why: str) -> NoReturn:
    raise ImproperlyConfigured(f"环境变量 {name} {why}。请改正后重新启动。")


def refuse_unknown() -> None:
    for name in sorted(os.environ):
        if name.startswith("MINGJING_") and name not in KNOWN:
            refuse(name, f"不认识，可用的有：{'、'.join(KNOWN)}")


def flag(name: str) -> bool:
    value = os.environ.get(name, "false")
    if value not in ("true", "false"):
        refuse(name, f"应为 true 或 false，现为“{value}”")
    return value == "true"


def home() -> Path:
    path = Path(os.environ.get("MINGJING_HOME") or "var").absolute()
    if path.exists() and not path.is_dir():
        refuse("MINGJING_HOME", f"应为文件夹，而 {path} 不是")
    return path


def hosts() -> list[str]:
    value = os.environ.get("MINGJING_HOSTS", "localhost,127.0.0.1,[::1]")
    names = [name.strip() for name in value.split(",")]
    for name in names:
        if not re.fullmatch(r"\.?[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\]", name):
            refuse("MINGJING_HOSTS", f"应为用逗号分隔的主机名（不带端口，不得用 *），现有“{name}”")
    return names


def public_address() -> str:
    value = os.environ.get("MINGJING_PUBLIC_ADDRESS", "http://127.0.0.1:8000")
    if not re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+", value):
        refuse("MINGJING_PUBLIC_ADDRESS", f"应为 http:// 或 https:// 开头、末尾没有“/”的网址，现为“{value}”")
    return value


def words(name: str, default: str) -> str:
    value = os.environ.get(name, default)
    if not value.strip() or not value.isprintable() or len(value) > 60:
        refuse(name, "应为 1 至 60 个可以显示的文字")
    return value


def secret(home: Path) -> str:
    """From the environment, a file, or `keys/secret`, which is made on the first start."""
    value, file = os.environ.get("MINGJING_SECRET_KEY"), os.environ.get("MINGJING_SECRET_KEY_FILE")
    if value is not None and file is not None:
        refuse("MINGJING_SECRET_KEY", "与 MINGJING_SECRET_KEY_FILE 只能设置一个")
    if value is not None:
        return long_enough("MINGJING_SECRET_KEY", value)
    if file is not None:
        return long_enough("MINGJING_SECRET_KEY_FILE", read("MINGJING_SECRET_KEY_FILE", Path(file)))
    kept = home / "keys" / "secret"
    if not kept.exists():
        generate(kept)
    return long_enough("MINGJING_HOME", read("MINGJING_HOME", kept))


def read(name: str, path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        refuse(name, f"所指的密钥文件 {path} 读不出来（{type(error).__name__}）")


def long_enough(name: str, value: str) -> str:
    if len(value) < SECRET_LENGTH:
        refuse(name, f"给出的密钥太短，至少要 {SECRET_LENGTH} 个字符")
    return value


def generate(path: Path) -> None:
    """Written aside and linked into place: of two first starts at once, both read the same secret."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent)  # 0600 from the start
    except OSError as error:
        refuse("MINGJING_HOME", f"所指的文件夹 {path.parent.parent} 不能写入（{type(error).__name__}）")
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # the other one was first: its secret is read
    finally:
        os.unlink(aside)


def database_role() -> str:
    role = os.environ.get("MINGJING_DATABASE_ROLE", "app")
    if role not in ROLES:
        refuse("MINGJING_DATABASE_ROLE", f"应为 app、owner 或 sealer，现为“{role}”")
    return role


def database_of_this_process(home: Path, role: str) -> dict[str, object]:
    """The app signs in by DATABASE_URL; owner and sealer by DATABASE_OWNER_URL when there is one."""
    app_url, owner_url = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if owner_url is not None and urlsplit(app_url or "").scheme not in POSTGRES_SCHEMES:
        refuse("DATABASE_OWNER_URL", "只在 DATABASE_URL 是 PostgreSQL 地址时使用")
    name = "DATABASE_OWNER_URL" if owner_url and role != "app" else "DATABASE_URL"
    try:
        return database(os.environ.get(name) or f"sqlite:///{home / 'db.sqlite3'}", role=role)
    except ValueError as error:
        refuse(name, f"不能使用：{error}")


refuse_unknown()

# --- where things are -------------------------------------------------------------------------------
MINGJING_HOME = home()
SECRET_KEY = secret(MINGJING_HOME)
DEBUG = flag("MINGJING_DEBUG")
ALLOWED_HOSTS = hosts()
DATABASE_ROLE = database_role()
DATABASES = {"default": database_of_this_process(MINGJING_HOME, DATABASE_ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PUBLIC_ADDRESS = public_address()
MINGJING_SITE_NAME = words("MINGJING_SITE_NAME", "枣庄市行政执法公示平台")
MINGJING_SITE_HOST = words("MINGJING_SITE_HOST", "各行政执法机关对本机关发布的信息负责")
MINGJING_HELP_LINE = words("MINGJING_HELP_LINE", "12345 政务服务便民热线")

# --- what the platform consists of ------------------------------------------------------------------
INSTALLED_APPS = [
    "mingjing",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "mingjing.registry",
    "mingjing.recording",
    "mingjing.casework",
    "mingjing.review",
    "mingjing.disclosure",
    "mingjing.web",
]

# Functions (entry, before, after), called in this order inside the transaction of `perform()`.
# Each room brings its own; a test pins the list.
PROJECTORS: tuple[str, ...] = (
    "mingjing.casework.projectors.gates",
    "mingjing.casework.projectors.rows",
    "mingjing.disclosure.projectors.publications",
    "mingjing.disclosure.announcing.announcements",
)
# Functions (case) that name the rows of other rooms which are derived from a case and can be projected again.
DERIVED: tuple[str, ...] = ("mingjing.disclosure.rebuild.derived",)
# Functions (case, entry, paper, ref) that name the public leaves of published bytes.
OPEN_LEAVES: tuple[str, ...] = ("mingjing.disclosure.leaves.published",)
# Functions (sheet) that say what the layout of a paper shows beside what was stated.
PAPER_EXTRAS: tuple[str, ...] = ("mingjing.casework.binding.extras.of",)
# Functions (case, entry, paper) that say what a public paper may state beside its own fields; None = not theirs.
PAPER_FACTS: tuple[str, ...] = ("mingjing.disclosure.leaves.paper_facts",)
# Functions (entry) that name the public leaves of an act itself, such as a withdrawal.
QUOTATION = "mingjing.casework.library.quote"
CITATION = "mingjing.casework.library.address"
KEPT_NAMES = "mingjing.registry.reads.kept_names"
"""Who quotes an article and says where it stands; without imported texts neither says anything."""
ACT_LEAVES: tuple[str, ...] = ("mingjing.disclosure.leaves.of_act",)

MIDDLEWARE = [
    "mingjing.web.middleware.NeverBare",  # outermost: whatever fails within becomes a page
    "mingjing.web.middleware.security_headers",
    "mingjing.web.middleware.display",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mingjing.casework.access.ReadsWritten",
    "axes.middleware.AxesMiddleware",  # last: it answers a locked-out sign-in
]
ROOT_URLCONF = "mingjing.urls"
CSRF_FAILURE_VIEW = "mingjing.web.errors.csrf_failure"
WSGI_APPLICATION = "mingjing.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "mingjing.web.context.shell",
            ]
        },
    }
]

# --- language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- people -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "registry.Account"
LOGIN_URL = "/signin/"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "mingjing.registry.sessions.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "mingjing.registry.auth.PasswordRules"}]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_ENGINE = "mingjing.registry.sessions"
SESSION_COOKIE_NAME = "mingjing_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "mingjing_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- what a browser is told -------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if flag("MINGJING_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

# --- files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = MINGJING_HOME / "static"  # filled by collectstatic before serving; can be made again
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
