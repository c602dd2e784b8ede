"""The project itself as a Django app, so that its system checks are registered."""

from django.apps import AppConfig


class MingjingConfig(AppConfig):
    name = "mingjing"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers itself
