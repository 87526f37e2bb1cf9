"""Patrons and pledges from another system: looked at line by line first, brought in once somebody says so, once.

    sheet = importing.take_in(data, name, account, by=user)
    importing.name_columns(sheet, columns, defaults)    # and the lines are looked at
    importing.confirm(sheet, by=user)                   # and brought in

Both go on by handfuls, from a page or from the clock, and may be cut off anywhere. What stands here
already is never changed by a table. Payments of before are not made up: an imported pledge gives the
right that was paid for, and is in no book.
"""

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom import tables
from newsroom.audit.log import record

from . import bringing_in
from .import_columns import FIELDS, guess
from .import_lines import NotUnderstood, tiers, understand
from .models import Import, ImportLine, Patron, ProviderAccount
from .models.people import email_key

State, Verdict = Import.State, ImportLine.Verdict
HANDFUL = 200
HELD_FOR = timedelta(minutes=5)
CELL_AT_MOST = 1000


def take_in(data: bytes, name: str, account: ProviderAccount, *, by: Any = None) -> Import:
    """Keep a table, and guess what its columns are. Nothing else happens.

    Raises:
        newsroom.tables.NotATable: with a sentence.
    """
    table = tables.read(data)
    with transaction.atomic():
        sheet = Import.objects.create(
            account=account, name=name.replace("\0", "")[:120] or "—", by=by, language=get_language() or "",
            header=[cell[:CELL_AT_MOST] for cell in table.header], columns=guess(table.header),
        )  # fmt: skip
        lines: list[ImportLine] = []
        count = 0
        for number, cells in table.rows:
            lines.append(ImportLine(of=sheet, number=number, cells=[cell[:CELL_AT_MOST] for cell in cells]))
            count += 1
            if len(lines) >= HANDFUL:
                ImportLine.objects.bulk_create(lines)
                lines = []
        ImportLine.objects.bulk_create(lines)
        if not count:
            raise tables.NotATable(_("Below the names of the columns the file is empty."))
        Import.objects.filter(pk=sheet.pk).update(lines=count)
    sheet.refresh_from_db()
    return sheet


def name_columns(sheet: Import, columns: dict[str, int], defaults: dict[str, str]) -> bool:
    """Say what the columns are, and begin to look; again, as often as it takes, until it is confirmed."""
    kept = {name: at for name, at in columns.items() if name in FIELDS and 0 <= at < len(sheet.header)}
    changed = Import.objects.filter(pk=sheet.pk, state__in=(State.COLUMNS, State.LOOKING, State.READY)).update(
        columns=kept, defaults=defaults, state=State.LOOKING, reached=0, held_until=None
    )
    sheet.refresh_from_db()
    return bool(changed)


def confirm(sheet: Import, *, by: Any = None) -> bool:
    """Begin to bring in what was looked at. Pressed twice, it is begun once."""
    with transaction.atomic():
        begun = Import.objects.filter(pk=sheet.pk, state=State.READY).update(state=State.DOING, reached=0)
        if begun:
            new = sheet.rows.filter(verdict=Verdict.NEW).count()
            record("patrons.imported", None, by=by, rows=new, account=str(sheet.account))
    sheet.refresh_from_db()
    return bool(begun)


def go_on_all() -> int:
    """Go on with every table that is being looked through or brought in; for the clock."""
    going = Import.objects.filter(state__in=(State.LOOKING, State.DOING)).order_by("pk")
    return sum(go_on(sheet) for sheet in list(going[:20]))


def go_on(sheet: Import, seconds: int | None = None) -> int:
    """Look at lines, or bring them in, by handfuls: to the end, or for so many seconds.

    Returns:
        how many lines; 0 also when another does it just now.
    """
    until, done = None if seconds is None else time.monotonic() + seconds, 0
    with translation.override(sheet.language or settings.LANGUAGE_CODE):
        while _hold(sheet):
            # By the state that was claimed with it: somebody may have named other columns in between.
            lines = list(sheet.rows.filter(number__gt=sheet.reached).order_by("number")[:HANDFUL])
            act = _look if sheet.state == State.LOOKING else _bring_in
            if lines:
                act(sheet, lines)
            done += len(lines)
            if not _reached(sheet, lines) or (until is not None and time.monotonic() > until):
                break
    return done


def counts(sheet: Import) -> dict[str, int]:
    """Return how many lines there are of each verdict."""
    rows = sheet.rows.order_by().values_list("verdict").annotate(number=Count("pk"))
    return dict.fromkeys(Verdict.values, 0) | dict(rows)


def _hold(sheet: Import) -> bool:
    now = timezone.now()
    free = Import.objects.filter(pk=sheet.pk, state__in=(State.LOOKING, State.DOING))
    if not free.filter(Q(held_until=None) | Q(held_until__lt=now)).update(held_until=now + HELD_FOR):
        return False
    sheet.refresh_from_db()
    return True


def _reached(sheet: Import, lines: list[ImportLine]) -> bool:
    """Note how far it got, and let go. Returns whether there is more."""
    mine = Import.objects.filter(pk=sheet.pk, state=sheet.state, reached=sheet.reached)
    if lines:
        mine.update(reached=lines[-1].number, held_until=None)
        return True
    if sheet.state == State.LOOKING:
        mine.update(state=State.READY, held_until=None)
    else:
        mine.update(state=State.DONE, held_until=None, done_at=timezone.now())
    sheet.refresh_from_db()
    return False


def _look(sheet: Import, lines: list[ImportLine]) -> None:
    known_tiers, wanted = tiers(), {}
    for line in lines:
        line.verdict, line.words, line.mark, line.email_key = Verdict.NONE, "", "", ""
        try:
            wanted[line.number] = one = understand(_said(sheet, line), sheet.defaults, known_tiers)
            line.mark, line.email_key = one.mark, email_key(one.email)[:320]
        except NotUnderstood as error:
            line.verdict, line.words = Verdict.REFUSED, str(error)[:300]
    # What stands further up in the same table.
    earlier = dict(
        sheet.rows.filter(mark__in={line.mark for line in lines if line.mark}, number__lt=lines[0].number)
        .exclude(mark="")
        .values_list("mark", "number")
    )
    here = bringing_in.here(sheet.account, wanted.values())
    people = set(
        Patron.objects.filter(email_key__in={line.email_key for line in lines if line.email_key}).values_list(
            "email_key", flat=True
        )
    )
    for line in lines:
        if (told := wanted.get(line.number)) is None:
            continue
        if line.mark in earlier:
            line.verdict = Verdict.REFUSED
            line.words = _("The same as line %(number)d.") % {"number": earlier[line.mark]}
        else:
            earlier[line.mark] = line.number
            line.verdict, line.words = bringing_in.verdict(told, here.get(line.mark), line.email_key in people)
    ImportLine.objects.bulk_update(lines, ["verdict", "words", "mark", "email_key"])


def _bring_in(sheet: Import, lines: list[ImportLine]) -> None:
    known_tiers = tiers()
    for line in lines:
        if line.verdict != Verdict.NEW or line.is_done:
            continue
        try:
            with transaction.atomic():
                one = understand(_said(sheet, line), sheet.defaults, known_tiers)
                line.pledge = bringing_in.make(sheet.account, one)
        except (NotUnderstood, IntegrityError) as error:
            # Another table brought it in the meantime, or a tier has gone.
            line.verdict = Verdict.REFUSED
            line.words = str(error)[:300] if isinstance(error, NotUnderstood) else _("It is here by now.")
        line.is_done = True
        line.save(update_fields=["verdict", "words", "pledge", "is_done"])


def _said(sheet: Import, line: ImportLine) -> dict[str, str]:
    return {name: line.cells[at] for name, at in sheet.columns.items() if at < len(line.cells)}
