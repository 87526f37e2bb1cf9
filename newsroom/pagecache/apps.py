from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    name = "newsroom.pagecache"
    label = "pagecache"

    def ready(self) -> None:
        from . import retiring

        retiring.listen()
