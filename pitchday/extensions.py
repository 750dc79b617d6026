"""Extensions that more than one package speaks to."""

from __future__ import annotations

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

login_manager = LoginManager()
csrf = CSRFProtect()
migrate = Migrate()
limiter = Limiter(get_remote_address, headers_enabled=False)


@limiter.request_filter
def only_reads() -> bool:
    """Limits are for posts, as pitchday.accounts.limits declares them; looking for some costs each page a tenth."""
    return request.method in ("GET", "HEAD")
