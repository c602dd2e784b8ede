"""WSGI entry for granian and other servers: `mingjing.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.settings")
application = get_wsgi_application()
