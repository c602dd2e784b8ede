from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "mingjing.disclosure"
    label = "disclosure"
    verbose_name = "公示"
