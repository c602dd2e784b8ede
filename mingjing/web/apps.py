from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "mingjing.web"
    label = "web"
    verbose_name = "页面"
