"""What refers to stored files: every foreign key to one, in any table, without a list that somebody must remember."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, ForeignKey, Model, OuterRef, Q, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from .models import StoredFile


def references() -> list[ForeignKey[Any, Any]]:
    """Return the foreign keys to stored files, in every installed table."""
    return [
        relation.field
        for relation in StoredFile._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.field, ForeignKey)
    ]


def nobody_refers(
    rows: QuerySet[StoredFile], *, apart_from: Mapping[type[Model], Q] | None = None
) -> QuerySet[StoredFile]:
    """Narrow the rows to those that no foreign key points to, except from these rows of these tables."""
    for field in references():
        pointing = field.model._base_manager.filter(**{field.attname: OuterRef("sha256")})
        if apart_from and field.model in apart_from:
            pointing = pointing.exclude(apart_from[field.model])
        rows = rows.exclude(Exists(pointing))
    return rows
