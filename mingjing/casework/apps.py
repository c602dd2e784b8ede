from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "mingjing.casework"
    verbose_name = "办案"
