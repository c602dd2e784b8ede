"""WSGI entry for granian and other servers: `mingjing.wsgi:application`."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.settings")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - only now they are loaded

from mingjing.web.stored import StoredPages  # noqa: E402

application = StoredPages(django_application, Path(settings.MINGJING_HOME))
