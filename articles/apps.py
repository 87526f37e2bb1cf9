from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Everything that is written, illustrated and read."""

    name = "articles"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from newsroom import public_articles
        from newsroom.audit.words import describe
        from newsroom.backup.signals import restored
        from newsroom.first_run.signals import site_set_up
        from newsroom.pagecache import retiring
        from newsroom.site.addresses import register

        from . import background, first_asked_for  # noqa: F401
        from .after_restoring import search_anew
        from .audited import DETAILS, NAMING, THINGS, VERBS
        from .checks import CHECKS
        from .first_draft import begin_when_set_up
        from .models import Article, CheckLevel, Front, Section
        from .site_addresses import is_there, offered
        from .told import look_up

        for chosen in (Section.rail_tags.through, Front.sections.through):
            retiring.listen_to_choices(chosen)
        background.begin()
        restored.connect(search_anew, dispatch_uid="articles.search")
        site_set_up.connect(begin_when_set_up, dispatch_uid="articles.first_draft")
        register("articles", offered, is_there)
        public_articles.register("articles", look_up)
        states = dict([*Article.State.choices, *CheckLevel.Level.choices])
        values = dict.fromkeys(("before", "after", "state"), states) | {"check": {one.code: one.name for one in CHECKS}}
        describe(VERBS, DETAILS, THINGS, values, NAMING)
