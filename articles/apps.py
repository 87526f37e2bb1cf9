from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Everything that is written, illustrated and read."""

    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from newsroom.audit.words import describe

        from .audited import DETAILS, THINGS, VERBS
        from .models import Article

        states = dict(Article.State.choices)
        describe(VERBS, DETAILS, THINGS, dict.fromkeys(("before", "after", "state"), states))
