from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "mingjing.review"
    verbose_name = "法制审核"
