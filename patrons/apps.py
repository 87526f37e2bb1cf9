from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PatronsConfig(AppConfig):
    """Those who pay: what they promise, what came, what it gives a right to."""

    name = "patrons"
    verbose_name = _("Patrons")

    def ready(self) -> None:
        from newsroom.audit.guards import guard
        from newsroom.audit.words import describe
        from newsroom.backup.signals import closing, opening
        from newsroom.public_articles import became_public

        from . import answering, append_only, background
        from .audited import DETAILS, THINGS, VERBS

        post_migrate.connect(append_only.after_migrate, sender=self, dispatch_uid="patrons.append_only")
        register(append_only.check, Tags.database)
        became_public.connect(answering.article_became_public, dispatch_uid="patrons.answering")
        background.begin()
        opening.connect(append_only.open_for_restoring, dispatch_uid="patrons.append_only")
        closing.connect(append_only.close_after_restoring, dispatch_uid="patrons.append_only")
        describe(VERBS, DETAILS, THINGS)
        # What is reported is everybody's at the desk; who gives, and how much, is not.
        guard("patrons", "patrons.view_pledge", verbs=VERBS, things=THINGS, but=("topic", "round", "topicround"))
