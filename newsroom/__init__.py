"""The Django project: the roof (urls, settings, demo) and the floor (what knows no app)."""

__version__ = "0.1.0"
