"""What becomes of a gift: whose right it is, from when to when, and the letter to whom it is for.

As with every right, it follows from the rows: called twice, or in another order, it comes to the same.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone, translation

from . import gift_letters, letters
from .days import begin_of, day_of
from .models import Gift, Grant, Patron, Pledge, SentMail
from .models.people import email_key
from .periods import later
from .standing import Paid

# One recipient reads so often from one giver, at most.
A_LETTER = timedelta(days=1)
# So long after its pledge was given up it waits for its money with names in it.
UNPAID_FOR = timedelta(days=30)
AT_ONCE = 200


def of(pledge: Pledge) -> Gift | None:
    """Return the gift that a pledge pays for, None for a pledge of one's own."""
    return Gift.objects.filter(pledge=pledge).select_related("grant", "recipient").first()


def settle(gift: Gift, pledge: Pledge, came: list[Paid]) -> None:
    """Bring the recipient's right up to date with what was paid; the pledge is locked. The giver has none of it."""
    gift.pledge = pledge
    kept = [one for one in came if one.kept_minor > 0]
    if not kept:
        # Nothing was paid, or all of it went back: no right, and no vote by it.
        Grant.objects.filter(gift=gift, revoked_at=None).update(revoked_at=F("starts_at"))
        _tell_taken_back(gift)
        return
    if gift.declined_at or (gift.by_link and gift.redeemed_at is None):
        return
    gift.recipient = gift.recipient or patron_of(gift.recipient_email, gift.recipient_name, gift.language)
    begins, ends = span(gift, kept[0].at)
    said = {
        "patron": gift.recipient, "tier": pledge.tier, "source": Grant.Source.GIFT, "starts_at": begins,
        "ends_at": ends, "revoked_at": None,
    }  # fmt: skip
    if gift.grant is None:
        gift.grant = Grant.objects.create(**said)
    else:
        Grant.objects.filter(pk=gift.grant.pk).update(**said)
        gift.grant.refresh_from_db()
    gift.save(update_fields=["recipient", "grant"])
    write(gift)


def _tell_taken_back(gift: Gift) -> None:
    """Write to whoever was told of a gift, or took it, once its money went back; of a dispute nobody knows the end."""
    grant, to = gift.grant, gift.recipient
    was_told = (gift.letter_at or gift.redeemed_at) and not gift.declined_at
    if not was_told or to is None or grant is None or not grant.ends_at or grant.ends_at <= timezone.now():
        return
    if gift.pledge.state != Pledge.State.REFUNDED or any(one.refundable.minor for one in gift.pledge.payments.all()):
        return
    with translation.override(gift.language or to.language):
        letters.send_once(to, gift_letters.taken_back(gift), about(gift))


def span(gift: Gift, paid_at: datetime) -> tuple[datetime, datetime]:
    """Return from when to when a gift holds: from its day, not before it was paid, nor before its link was used."""
    begins = max(begin_of(gift.starts_on), paid_at)
    if gift.by_link and gift.redeemed_at:
        begins = max(begins, gift.redeemed_at)
    return begins, later(begins, gift.months)


def patron_of(email: str, name: str = "", language: str = "") -> Patron:
    """Return who has an address; nobody is told whether there was such a patron, and what stands there stays."""
    known = Patron.objects.filter(email_key=email_key(email), erased_at=None, merged_into=None)
    found = known.first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Patron.objects.create(email=email.strip(), name=name, locale=language)
    except IntegrityError:  # made in the same moment
        return known.get()


def write(gift: Gift, now: datetime | None = None) -> bool:
    """Write to the recipient if the day has come and it was not done; in the caller's transaction."""
    now = now or timezone.now()
    grant, to = gift.grant, gift.recipient
    if gift.letter_at or gift.declined_at or grant is None or to is None or grant.revoked_at or not grant.ends_at:
        return False
    # A link that was redeemed is answered at once: somebody waits for it.
    if gift.starts_on > day_of(now) and not gift.by_link:
        return False
    others = Gift.objects.filter(recipient=to, pledge__patron=gift.pledge.patron_id, letter_at__gt=now - A_LETTER)
    if not to.email or others.exclude(pk=gift.pk).exists():
        return False
    with translation.override(gift.language or to.language):
        sent = letters.send_once(to, gift_letters.received(gift, grant.ends_at), about(gift))
    gift.letter_at = now
    Gift.objects.filter(pk=gift.pk).update(letter_at=now)
    return sent


def write_due(now: datetime | None = None) -> int:
    """Write the letters whose day has come; for the clock."""
    now = now or timezone.now()
    done = 0
    rows = Gift.objects.filter(
        letter_at=None, declined_at=None, starts_on__lte=day_of(now), grant__revoked_at=None, grant__ends_at__gt=now
    )
    for number in list(rows.order_by("starts_on", "pk").values_list("pledge", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            pledge = Pledge.objects.select_for_update().get(pk=number)
            gift = of(pledge)
            if gift:
                gift.pledge = pledge
                done += write(gift, now)
    return done


def about(gift: Gift) -> str:
    """Return by what a letter about a gift is known."""
    return f"gift {gift.pk}"


def take_from(gift: Gift) -> None:
    """Take a gift from whom it is for, and forget them if they were here for it alone."""
    grant, patron = gift.grant, gift.recipient
    gift.grant = gift.recipient = gift.letter_at = None
    gift.save()
    if grant:
        grant.delete()
    if patron is None:
        return
    SentMail.objects.filter(patron=patron, kind="gift", about=about(gift)).delete()
    if patron.verified_at or patron.note or patron.erased_at:
        return
    try:
        with transaction.atomic():
            patron.delete()
    except ProtectedError:
        # Something else of theirs is here.
        pass


def forget_giver(patron: Patron) -> None:
    """Take a giver's words out of what they gave. Whom it was for keeps the gift."""
    Gift.objects.filter(pledge__patron=patron).update(giver_name="", message="")


def forget_recipient(patron: Patron) -> None:
    """Take who somebody is out of what was given to them, and end it. The giver keeps their own words."""
    now = timezone.now()
    mine = Gift.objects.filter(recipient=patron) | Gift.objects.filter(recipient_key=patron.email_key)
    numbers = list(mine.values_list("pk", flat=True))
    Grant.objects.filter(gift__in=numbers, revoked_at=None).update(revoked_at=now)
    Gift.objects.filter(pk__in=numbers).update(recipient_name="", recipient_email="", recipient_key="", declined_at=now)


def forget_unpaid(now: datetime) -> int:
    """Forget whom gifts were for that nobody paid. Should money come all the same, the giver gets a link."""
    old = Gift.objects.filter(
        pledge__state=Pledge.State.ABANDONED, created_at__lt=now - UNPAID_FOR, grant=None
    ).exclude(recipient_name="", recipient_email="", message="")  # fmt: skip
    return old.update(recipient_name="", recipient_email="", recipient_key="", message="", by_link=True)
