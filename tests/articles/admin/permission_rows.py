"""Who may open what of the desk, and who may send something there: see test_permission_matrix."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

TAB = uuid4()
ROLES = ("nobody", "reader", "staff", "pledge", "pictures", "writer", "own", "editor", "chief", "owner")
NOBODY: set[str] = set()
OWNER = {"owner"}
CHIEF = {"chief", "owner"}
# Money and names: nobody who writes.
PLEDGE = {"pledge", "owner"}
EDITORS = {"editor", *CHIEF}
WRITERS = {"writer", "own", *EDITORS}
SEES_ARTICLES = {"pictures", "own", *EDITORS}
WRITES_ARTICLES = {"own", *EDITORS}
LIBRARY = {"pictures", *WRITERS}
STAFF = set(ROLES) - {"nobody", "reader"}


@dataclass(frozen=True)
class Row:
    get: set[str] | None = None
    post: set[str] | None = None
    data: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    json: bool = False


@dataclass(frozen=True)
class Model:
    """Who opens list and record, adds, changes, deletes."""

    sees: set[str]
    adds: set[str]
    changes: set[str]
    deletes: set[str]
    lists: set[str] | None = None


MODELS = {
    "articles/article": Model(SEES_ARTICLES, WRITERS, WRITES_ARTICLES, CHIEF, lists=LIBRARY),
    "articles/picture": Model(LIBRARY, LIBRARY, {"pictures", *EDITORS}, {"pictures", *CHIEF}),
    "articles/tag": Model(LIBRARY, EDITORS, EDITORS, CHIEF),
    "articles/author": Model(LIBRARY, EDITORS, EDITORS, CHIEF),
    "articles/section": Model(LIBRARY, CHIEF, CHIEF, CHIEF),
    "articles/page": Model(EDITORS, CHIEF, CHIEF, CHIEF),
    "articles/front": Model(EDITORS, CHIEF, EDITORS, NOBODY),  # a section's own front: see test_front_slots
    "articles/partnerfeed": Model(EDITORS, CHIEF, CHIEF, CHIEF),
    "articles/correction": Model(EDITORS, NOBODY, CHIEF, CHIEF),
    "articles/redirect": Model(CHIEF, CHIEF, NOBODY, CHIEF),
    "articles/import": Model(CHIEF, CHIEF, NOBODY, NOBODY),
    "articles/approvalrule": Model(EDITORS, CHIEF, CHIEF, CHIEF),
    "articles/source": Model(EDITORS, EDITORS, EDITORS, CHIEF),
    "articles/story": Model(EDITORS, EDITORS, EDITORS, CHIEF),
    "patrons/pledge": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/patron": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/bankstatement": Model(PLEDGE, PLEDGE, NOBODY, NOBODY),
    "patrons/bankline": Model(PLEDGE, PLEDGE, NOBODY, NOBODY),
    "patrons/otherway": Model(PLEDGE, PLEDGE, PLEDGE, PLEDGE),
    "patrons/ledgerentry": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/providerevent": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/discrepancy": Model(PLEDGE, NOBODY, NOBODY, NOBODY),
    "patrons/tier": Model(PLEDGE, PLEDGE, PLEDGE, NOBODY),
    "patrons/campaign": Model(PLEDGE, PLEDGE, PLEDGE, OWNER),
    "patrons/provideraccount": Model(PLEDGE, PLEDGE, PLEDGE, NOBODY),
    "patrons/topic": Model(EDITORS, EDITORS, EDITORS, NOBODY),
    "patrons/topicround": Model(EDITORS, EDITORS, EDITORS, NOBODY),
    "site/sitesettings": Model(CHIEF, NOBODY, CHIEF, NOBODY),
    "accounts/user": Model(CHIEF, OWNER, CHIEF, OWNER),
    "auth/group": Model(OWNER, OWNER, OWNER, OWNER),
    "audit/event": Model(CHIEF, NOBODY, NOBODY, NOBODY),
}
ROWS = {
    "admin/language/": Row(STAFF, post=STAFF, data={"language": "en"}),
    "admin/": Row(STAFF),
    "admin/account/": Row(STAFF),
    "admin/account/second/": Row(STAFF),
    "admin/account/second/app/": Row(STAFF, post=STAFF),
    "admin/account/second/passkey/": Row(STAFF, post=STAFF),
    "admin/account/second/passkey/options/": Row(post=STAFF),
    "admin/account/second/codes/": Row(STAFF, post=STAFF),
    "admin/account/confirm/options/": Row(post=STAFF),
    "admin/account/factors/<int:factor>/remove/": Row(post=STAFF),
    "admin/account/sign-ins/end-others/": Row(post=STAFF),
    "admin/accounts/user/<int:person>/sign-ins/": Row(OWNER, post=OWNER, data={"what": "end_all"}),
    "admin/search/": Row(STAFF, query="?s=secret"),
    "admin/autocomplete/": Row(LIBRARY, query="?app_label=articles&model_name=article&field_name=section"),
    "admin/r/<int:content_type_id>/<int:object_id>/": Row(SEES_ARTICLES),
    "admin/work/task/": Row(OWNER),
    "admin/work/task/<uuid:task>/retry/": Row(post=OWNER),
    "admin/work/task/<uuid:task>/discard/": Row(post=OWNER),
    "admin/work/task/schedules/<slug:name>/run/": Row(post=OWNER),
    "admin/password_change/": Row(STAFF, post=STAFF),
    "admin/password_change/done/": Row(STAFF),
    "admin/accounts/user/<id>/password/": Row(OWNER, post=OWNER),
    "admin/articles/article/<int:article>/versions/": Row(SEES_ARTICLES),
    "admin/articles/article/<int:article>/versions/<int:version>/": Row(SEES_ARTICLES, post=WRITES_ARTICLES),
    "admin/articles/article/<int:article>/do/<slug:verb>/": Row(post=WRITES_ARTICLES),
    "admin/articles/article/<int:article>/versions/<int:version>/name/": Row(post=WRITES_ARTICLES),
    "admin/articles/article/<int:article>/versions/compare/": Row(SEES_ARTICLES, query="?old=<int:version>&new=form"),
    "admin/articles/article/board/": Row({"writer", *SEES_ARTICLES}),
    "admin/articles/article/calendar/": Row({"writer", *SEES_ARTICLES}),
    "admin/articles/article/<int:article>/move/": Row(post=WRITES_ARTICLES, data={"to": "in_review"}),
    "admin/articles/article/<int:article>/plan/": Row(post=EDITORS, data={"day": "2031-05-01"}),
    "admin/articles/article/checks/": Row(post=WRITERS),
    "admin/articles/article/<int:article>/checks/": Row(post=WRITES_ARTICLES),
    "admin/articles/article/preview/": Row(WRITERS),
    "admin/articles/article/preview/page/": Row(WRITERS, post=WRITERS),
    "admin/articles/article/<int:article>/preview/": Row(SEES_ARTICLES),
    "admin/articles/article/<int:article>/preview/page/": Row(SEES_ARTICLES, post=WRITES_ARTICLES),
    "admin/articles/article/<int:article>/share/": Row(post=WRITES_ARTICLES, data={"days": "3"}),
    "admin/articles/article/<int:article>/share/<int:link>/revoke/": Row(post=WRITES_ARTICLES),
    "admin/articles/article/related/": Row(post=WRITERS),
    "admin/articles/article/<int:article>/related/": Row(post=WRITES_ARTICLES),
    "admin/articles/approvalrule/<int:rule>/try/": Row(EDITORS, post=CHIEF, data={"off": ""}),
    "admin/articles/import/<int:number>/start/": Row(post=CHIEF),
    "admin/articles/import/<int:number>/stop/": Row(post=CHIEF),
    "admin/articles/import/<int:number>/report.json": Row(CHIEF),
    "admin/articles/import/<int:number>/report.csv": Row(CHIEF),
    "admin/articles/checklevel/": Row(CHIEF, post=CHIEF),
    "admin/articles/checklevel/add/": Row(NOBODY, post=NOBODY),
    "admin/articles/front/<int:front>/preview/": Row(EDITORS, post=EDITORS),
    "admin/articles/partnerfeed/<int:feed>/renew/": Row(CHIEF, post=CHIEF),
    "admin/articles/picture/words/": Row({"pictures", *EDITORS}, post={"pictures", *EDITORS}),
    "admin/articles/picture/<int:picture>/protect/": Row({"pictures", *EDITORS}, post={"pictures", *EDITORS}),
    "admin/articles/picture/<int:picture>/replace/": Row({"pictures", *EDITORS}, post={"pictures", *EDITORS}),
    "admin/articles/source/<int:source>/ask/": Row(post=EDITORS),
    "admin/articles/source/<int:source>/pause/": Row(post=EDITORS),
    "admin/articles/source/opml/": Row(EDITORS, post=EDITORS),
    "admin/articles/source/picture/": Row(EDITORS, query="?of=<signed>"),
    "admin/articles/source/sources.opml": Row(EDITORS),
    "admin/articles/story/<int:story>/hide/": Row(post=EDITORS),
    "admin/articles/story/<int:story>/look/": Row(post=EDITORS),
    "admin/articles/tag/alike/": Row(LIBRARY),
    "admin/articles/tag/<int:tag>/merge/": Row(CHIEF, post=CHIEF),
    "admin/articles/tag/<int:tag>/aliases/": Row(post=EDITORS, data={"name": "Power"}),
    "admin/patrons/pledge/<int:pledge>/do/<slug:verb>/": Row(post=PLEDGE),
    "admin/patrons/pledge/payment/<int:payment>/refund/": Row(
        post=PLEDGE, data={"amount": "1", "reason": "x", "sure": "100"}
    ),
    "admin/patrons/pledge/payment/<int:payment>/receipt/": Row(post=PLEDGE),
    "admin/patrons/pledge/refund/<int:refund>/again/": Row(post=PLEDGE),
    "admin/patrons/pledge/<int:pledge>/gift/letter/": Row(post=PLEDGE),
    "admin/patrons/pledge/<int:pledge>/gift/address/": Row(post=PLEDGE, data={"email": "x@example.com"}),
    "admin/patrons/patron/<int:patron>/do/<slug:verb>/": Row(post=PLEDGE),
    "admin/patrons/patron/grant/<int:grant>/take-back/": Row(post=PLEDGE),
    "admin/patrons/bankstatement/<int:statement>/columns/": Row(post=PLEDGE),
    "admin/patrons/bankstatement/<int:statement>/book/": Row(post=PLEDGE),
    "admin/patrons/bankstatement/<int:statement>/forget/": Row(post=PLEDGE),
    "admin/patrons/bankline/<int:line>/do/<slug:verb>/": Row(post=PLEDGE),
    "admin/patrons/providerevent/<int:event>/again/": Row(post=PLEDGE),
    "admin/patrons/provideraccount/<int:account>/patreon/": Row(get=PLEDGE),
    "admin/patrons/provideraccount/<int:account>/patreon/sync/": Row(post=PLEDGE),
    "admin/patrons/provideraccount/<int:account>/patreon/fetch/": Row(post=PLEDGE),
    "admin/patrons/provideraccount/<int:account>/patreon/tiers/": Row(post=PLEDGE),
    "admin/patrons/pledge/export/pledges/<slug:form>/": Row(post=PLEDGE),
    "admin/patrons/pledge/export/payments/<slug:form>/": Row(post=PLEDGE),
    "admin/patrons/patron/export/patrons/<slug:form>/": Row(post=PLEDGE),
    "admin/patrons/ledgerentry/export/ledger/<slug:form>/": Row(post=PLEDGE),
    "admin/patrons/pledge/import/": Row(PLEDGE, post=PLEDGE),
    "admin/patrons/pledge/import/<uuid:table>/": Row(PLEDGE),
    "admin/patrons/pledge/import/<uuid:table>/columns/": Row(post=PLEDGE),
    "admin/patrons/pledge/import/<uuid:table>/confirm/": Row(post=PLEDGE),
    "admin/patrons/pledge/import/<uuid:table>/refused/": Row(PLEDGE),
    "admin/patrons/discrepancy/compare/<int:account>/": Row(post=PLEDGE),
    "admin/patrons/discrepancy/<int:discrepancy>/take-over/": Row(post=PLEDGE),
    "admin/patrons/figures/": Row(PLEDGE),
    "admin/patrons/figures/count/": Row(post=PLEDGE),
    "admin/patrons/figures/<slug:table>.csv": Row(PLEDGE),
    "admin/patrons/discrepancy/<int:discrepancy>/settle/": Row(post=PLEDGE, data={"note": "x"}),
    "admin/patrons/topic/<int:topic>/do/<slug:verb>/": Row(post=EDITORS),
    "admin/patrons/topicround/<int:round>/close/": Row(post=EDITORS),
    "desk/links/": Row({"pictures", *EDITORS}),
    "desk/pictures/upload": Row(post=LIBRARY),
    "desk/pictures/<int:pk>/take-back": Row(post={"pictures", *CHIEF}),
    "desk/pictures/add": Row(post=LIBRARY),
    "desk/pictures/words": Row(post={"pictures", *EDITORS}, data={"picture": "<int:picture>"}),
    "desk/comments/<int:article>": Row(SEES_ARTICLES, post=SEES_ARTICLES, data={"text": "Look at this."}),
    "desk/comments/<int:article>/people": Row(SEES_ARTICLES),
    "desk/comments/<int:article>/<int:comment>/<slug:verb>": Row(post=SEES_ARTICLES),
    "desk/autosave": Row(
        post=WRITES_ARTICLES, data={"article": "<int:article>", "form": [["headline", "H"]]}, json=True
    ),
    "desk/presence": Row(post=WRITES_ARTICLES, data={"article": "<int:article>", "tab": str(TAB)}, json=True),
    "desk/articles": Row(LIBRARY),
    "desk/pictures": Row(LIBRARY),
    "desk/stories": Row(LIBRARY),
    "desk/related/search": Row(WRITERS, query="?q=secret+public"),
    "desk/related/address": Row(post=WRITERS, data={"address": "/nothing/"}),
    "desk/related/<int:article>/ban": Row(post=WRITES_ARTICLES, data={"kind": "story", "number": "<int:story>"}),
    "desk/related/<int:article>/lift": Row(post=WRITES_ARTICLES, data={"kind": "story", "number": "<int:story>"}),
    "desk/embeds": Row(LIBRARY),
    "desk/tags": Row(LIBRARY),
}
FREE = {
    "admin/login/": "the way in",
    "admin/login/second/": "the way in, after a right password",
    "admin/login/passkey/": "the way in",
    "admin/login/passkey/options/": "the way in",
    "admin/login/forgotten/": "the way in: tells everybody the same",
    "admin/login/forgotten/<uidb64>/<token>/": "the way in: see newsroom/accounts/test_forgotten",
    "admin/account/sign-ins/<int:sign_in>/end/": "one's own, and nobody else's: see newsroom/accounts/test_sign_ins",
    "admin/logout/": "the way out",
    "admin/jsi18n/": "Django's own words",
    "desk/presence/leave": "takes one's own tab away, and nobody else's",
    "desk/discard": "takes one's own unsaved words away, and nobody else's",
    "desk/signed-in": "tells everybody about themselves, and nothing else",
    "admin/r/<path:content_type_id>/<path:object_id>/": "never reached: a stricter one stands before it",
    "admin/(?P<url>.*)$": "adds a slash, or says that nothing is there",
}
# What Django's own pages of an app list is asked of the app, not of a record.
APPS = "admin/^(?P<app_label>"
BULK = {
    "submit_selected": WRITERS,
    "throw_away_selected": WRITERS,
    "approve_selected": EDITORS,
    "publish_selected": EDITORS,
    "assign_selected": EDITORS,
    "plan_selected": EDITORS,
}
