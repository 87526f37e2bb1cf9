"""Records out of rows of the database, without Django's steps that do nothing for ours.

A page of a list loads a hundred records. Django calls `__init__` for each and sets field by field, which takes four
times as long as what is done here.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init


def record_of[Record: Model](
    model: type[Record], db: str, names: Collection[str], values: Collection[Any], fetch_mode: Any
) -> Record:
    """Return the record of a row as `Model.from_db` does, for a model of which `is_plain` holds.

    Args:
        names: the fields that were asked for; each other one is fetched, or refused, when it is looked at.
    """
    record = model.__new__(model)
    record._state = state = ModelState()
    state.adding, state.db = False, db
    if fetch_mode is not None:
        state.fetch_mode = fetch_mode
    record.__dict__.update(zip(names, values, strict=True))
    return record


@cache
def is_plain(model: type[Model]) -> bool:
    """Say whether nobody wants to know of each record that is made, and setting a field does nothing but set it."""
    own_ways = (getattr(model, column.attname, None) for column in model._meta.concrete_fields)
    return (
        model.__init__ is Model.__init__
        and not (pre_init.has_listeners(model) or post_init.has_listeners(model))
        # Of files and keys of other records: what setting them does besides concerns records that are there already.
        and all(type(way) is FileDescriptor or isinstance(way, DeferredAttribute) for way in own_ways)
    )
