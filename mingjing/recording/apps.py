from django.apps import AppConfig


class RecordingConfig(AppConfig):
    name = "mingjing.recording"
    label = "recording"
    verbose_name = "全过程记录"
