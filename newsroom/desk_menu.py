"""The desk's theme and side bar: which pages stand there, for whom. Settings read it before any app is ready."""

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from newsroom.desk_colours import COLOURS


def desk_link(title: object, icon: str, permission: str, *also: str, page: str = "") -> dict[str, object]:
    """Return one line of the desk's side bar, shown to those who hold one of the permissions.

    It leads to a model's list, or to another page.
    """
    app, _dot, code = permission.partition(".")
    model = code.removeprefix("view_")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(page or f"admin:{app}_{model}_changelist"),
        "permission": lambda request: any(request.user.has_perm(each) for each in (permission, *also)),
    }


def work_page(title: object, icon: str, name: str) -> dict[str, object]:
    """Return the line of a page about all articles at work, shown to those who have any."""
    work = ("articles.view_article", "articles.add_article")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:articles_article_{name}"),
        "permission": lambda request: any(request.user.has_perm(each) for each in work),
    }


def is_about_articles(request: HttpRequest) -> bool:
    """Say whether the line of the articles is marked: their list and forms, but not the pages that have own lines."""
    articles = reverse("admin:articles_article_changelist")
    own = [reverse(f"admin:articles_article_{name}") for name in ("board", "calendar")]
    return request.path.startswith(articles) and request.path not in own


def is_about_pledges(request: HttpRequest) -> bool:
    """Say whether the line of the pledges is marked: the import stands below it and has its own."""
    pledges, imports = (reverse(f"admin:patrons_pledge_{name}") for name in ("changelist", "import"))
    return request.path.startswith(pledges) and not request.path.startswith(imports)


UNFOLD = {
    "SITE_TITLE": _("Newsroom"),
    "SITE_HEADER": _("Newsroom"),
    "SITE_SYMBOL": "newspaper",
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_BACK_BUTTON": True,
    "STYLES": ["newsroom.admin_assets.stylesheet"],
    "SCRIPTS": ["newsroom.admin_assets.keys", "newsroom.admin_assets.icons", "newsroom.admin_assets.popups"],
    "COLORS": COLOURS,
    "ACCOUNT": {
        "navigation": [
            {"title": _("Your sign-in"), "link": reverse_lazy("own_account")},
            {"title": _("Change password"), "link": reverse_lazy("admin:password_change")},
            {"title": _("Language of the desk"), "link": reverse_lazy("own_language")},
        ]
    },
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {
                "title": _("Desk"),
                "items": [
                    desk_link(_("Articles"), "article", "articles.view_article", "articles.add_article")
                    | {"active": is_about_articles},
                    work_page(_("Board"), "view_kanban", "board"),
                    work_page(_("Calendar"), "calendar_month", "calendar"),
                    desk_link(_("Pictures"), "image", "articles.view_picture"),
                    desk_link(_("Front pages"), "view_quilt", "articles.view_front"),
                    desk_link(_("Corrections"), "edit_note", "articles.view_correction"),
                    desk_link(_("Topics"), "how_to_vote", "patrons.view_topic"),
                    desk_link(_("Rounds of votes"), "ballot", "patrons.view_topicround"),
                    desk_link(_("Dead links"), "link_off", "articles.view_article", page="desk_links"),
                ],
            },
            {
                "title": _("Other outlets"),
                "separator": True,
                "items": [
                    desk_link(_("Stories"), "public", "articles.view_story"),
                    desk_link(_("Sources"), "rss_feed", "articles.view_source"),
                    desk_link(_("Rules of approval"), "rule", "articles.view_approvalrule"),
                ],
            },
            {
                "title": _("Order"),
                "separator": True,
                "items": [
                    desk_link(_("Sections"), "category", "articles.view_section"),
                    desk_link(_("Tags"), "sell", "articles.view_tag"),
                    desk_link(_("Authors"), "badge", "articles.view_author"),
                    desk_link(_("Pages"), "description", "articles.view_page"),
                    desk_link(_("Redirects"), "alt_route", "articles.view_redirect"),
                    desk_link(_("Partner feeds"), "rss_feed", "articles.view_partnerfeed"),
                    desk_link(_("Move in"), "move_to_inbox", "articles.view_import"),
                ],
            },
            {
                "title": _("Patrons"),
                "separator": True,
                "items": [
                    desk_link(_("Pledges"), "volunteer_activism", "patrons.view_pledge") | {"active": is_about_pledges},
                    desk_link(_("Patrons"), "group", "patrons.view_patron"),
                    desk_link(_("Bank statements"), "upload_file", "patrons.view_bankstatement"),
                    desk_link(_("Transfers"), "account_balance_wallet", "patrons.view_bankline"),
                    desk_link(_("Import"), "upload_file", "patrons.export_pledge", page="admin:patrons_pledge_import"),
                    desk_link(_("Ledger"), "account_balance", "patrons.view_ledgerentry"),
                    desk_link(_("Providers' events"), "sync_alt", "patrons.view_providerevent"),
                    desk_link(_("Discrepancies"), "rule", "patrons.view_discrepancy"),
                    desk_link(
                        _("Figures"), "bar_chart", "patrons.see_figures", page="admin:patrons_figures_changelist"
                    ),
                    desk_link(_("Tiers"), "loyalty", "patrons.view_tier"),
                    desk_link(_("Campaigns"), "flag", "patrons.view_campaign"),
                    desk_link(_("Ways to pay"), "credit_card", "patrons.view_provideraccount"),
                    desk_link(_("Other ways to give"), "redeem", "patrons.view_otherway"),
                ],
            },
            {
                "title": _("Site"),
                "separator": True,
                "items": [
                    desk_link(_("Settings"), "settings", "site.view_sitesettings"),
                    desk_link(_("Checks before publishing"), "fact_check", "articles.view_checklevel"),
                    desk_link(_("People"), "people", "accounts.view_user"),
                    desk_link(_("Audit log"), "history", "audit.view_event"),
                    desk_link(_("Background work"), "autorenew", "work.view_task"),
                ],
            },
        ],
    },
}
