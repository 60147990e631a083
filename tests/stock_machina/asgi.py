"""What daphne serves for stock machina."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.stock_machina.settings")

application = get_asgi_application()
