"""明镜 Mingjing: 行政执法三项制度的开源平台 (an open platform for administrative enforcement)."""

__version__ = "0.1.0"
