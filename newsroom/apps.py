from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """The roof: the demo, commands and static files of the whole site."""

    name = "newsroom"

    def ready(self) -> None:
        from . import checks, monitoring, turns
        from .any_case import register

        register()
        checks.register()
        monitoring.begin()
        turns.begin()
