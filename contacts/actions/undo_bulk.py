"""Undo an import or a bulk edit: each row as it was before, unless somebody has changed it since."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from contacts.actions.bulk import check_now
from contacts.actions.errors import CannotDecide, ReasonNeeded
from contacts.models import BulkChange, BulkRow, BulkState, Claim, Contact, ReportLink, ReviewState
from contacts.record.readmodel import Entry
from contacts.sheets.columns import SHEETS
from contacts.sheets.rules import missing_links
from contacts.sheets.snapshots import LINKS, differing, put_back, snapshots


class Undoing:
    """The rows of a change that are not undone yet, each with what stands in the way of undoing it."""

    def __init__(self, change: BulkChange, may_change: Callable[[Any], bool], *, lock: bool = False) -> None:
        """Load the rows. Queries: at most 8 and 1 for each kind of row that may refer to them, however many rows."""
        self.model = SHEETS[change.row_model].model
        self.rows = list(change.rows.filter(undone=False).order_by("-number", "-pk"))
        stored = self.model._default_manager.select_for_update() if lock else self.model._default_manager.all()
        self.present: dict[int, Any] = stored.in_bulk([row.row_pk for row in self.rows])
        with_links = [row.row_pk for row in self.rows if LINKS in row.after]
        self._now = snapshots(self.present.values(), with_links)
        self._made = [row for row in self.rows if row.before is None and row.row_pk in self.present]
        self._changed = [row for row in self.rows if row.before is not None and row.row_pk in self.present]
        self._reasons: dict[int, str] = {}
        self._look(may_change)

    def why_not(self, row: BulkRow) -> str:
        """Return why a row is left as it is; empty when it can be undone."""
        return self._reasons.get(row.pk, "")

    def _refuse(self, row: BulkRow, why: str) -> None:
        self._reasons.setdefault(row.pk, why)

    def _look(self, may_change: Callable[[Any], bool]) -> None:
        for row in self.rows:
            now = self._now.get(row.row_pk)
            if now is None:
                self._refuse(row, "It was deleted since.")
            elif names := differing(row.after, now):
                called = ", ".join(name.removesuffix("_id").replace("_", " ") for name in names)
                self._refuse(row, f"Somebody has changed it since: {called}. Change it back by hand, if that is right.")
            elif row.before is not None and not may_change(self.present[row.row_pk]):
                self._refuse(row, "It is not yours to change.")
        self._look_at_made()
        for row in self._changed:
            put_back(self.present[row.row_pk], row.before or {}, row.after)
        self._look_at_targets()
        self._look_at_keys()
        self._look_at_links()

    def _look_at_made(self) -> None:
        """Refuse to delete what something refers to, and what was ever published: its address has to answer for ever."""
        keys = {row.row_pk: row for row in self._made}
        if not keys:
            return
        for relation in self.model._meta.related_objects:
            if relation.many_to_many:
                continue
            name, related = relation.field.attname, relation.related_model
            referring: dict[int, int] = defaultdict(int)
            for pk in related._default_manager.filter(**{f"{relation.field.name}__in": keys}).values_list(name, flat=True):
                referring[pk] += 1
            for pk, number in referring.items():
                own = len(keys[pk].after.get(LINKS, ())) if related is ReportLink else 0
                if number > own:
                    self._refuse(keys[pk], f"{number} {related._meta.verbose_name_plural} refer to it now. Delete or move them first.")
        record_type = getattr(self.model, "record_type", None)
        if record_type is not None:
            by_id = {self.present[pk].public_id: row for pk, row in keys.items()}
            for found in Entry.objects.filter(record_type=record_type, record_id__in=by_id).values_list("record_id", flat=True):
                self._refuse(by_id[found], "It was published since; withdraw it instead.")

    def _look_at_targets(self) -> None:
        """Refuse to refer again to what is gone."""
        for field in self.model._meta.concrete_fields:
            target: Any = field.related_model
            if target is None:
                continue
            wanted = {row: getattr(self.present[row.row_pk], field.attname) for row in self._touching(field.attname)}
            known = target._default_manager.filter(pk__in=[pk for pk in wanted.values() if pk])
            if target is Contact:
                known = known.exclude(state=ReviewState.MERGED)
            keys = set(known.values_list("pk", flat=True)) if any(wanted.values()) else set()
            for row, pk in wanted.items():
                if pk and pk not in keys:
                    self._refuse(row, f"The {field.verbose_name} that it had before is gone.")
        if self.model is Claim:
            moved = self._touching("contact_id", "report_id")
            for place in missing_links([self.present[row.row_pk] for row in moved]):
                self._refuse(moved[place], "Its report is not linked to its contact any more.")

    def _look_at_keys(self) -> None:
        for name in ("slug", "url"):
            rows = {key: row for row in self._touching(name) if (key := getattr(self.present[row.row_pk], name))}
            for key, pk in self.model._default_manager.filter(**{f"{name}__in": rows}).values_list(name, "pk") if rows else ():
                if pk != rows[key].row_pk:
                    self._refuse(rows[key], f"Its {name} of before belongs to another row now.")

    def _look_at_links(self) -> None:
        rows = {row.row_pk: row for row in self._changed if row.before and LINKS in row.before}
        held = set(Claim.objects.filter(report__in=rows).values_list("report_id", "contact_id").distinct().order_by()) if rows else set()
        contacts = {link[1] for row in rows.values() for link in (row.before or {})[LINKS]}
        known = (
            set(Contact.objects.filter(pk__in=contacts).exclude(state=ReviewState.MERGED).values_list("pk", flat=True))
            if contacts
            else set()
        )
        for pk, row in rows.items():
            linked = {link[1] for link in (row.before or {})[LINKS]}
            if any(report == pk and contact not in linked for report, contact in held):
                self._refuse(row, "Claims rest on a link to a contact that it did not have before. Move them first.")
            elif linked - known:
                self._refuse(row, "A contact that it was linked to before is gone.")

    def _touching(self, *names: str) -> list[BulkRow]:
        return [row for row in self._changed if any((row.before or {}).get(name) != row.after.get(name) for name in names)]


@transaction.atomic
def undo(change: BulkChange, *, by: str, reason: str, may_change: Callable[[Any], bool]) -> tuple[int, int]:
    """Put back the rows that nobody has changed since; return how many were put back, and how many were left as they are.

    Rows that the change made are deleted. The others get back, column by column, what they held. Nothing is published.
    Raises: ReasonNeeded; CannotDecide, when not one row can be put back.
    """
    if not reason.strip():
        raise ReasonNeeded("Say why this is undone: it is kept with the change.")
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.state not in (BulkState.APPLIED, BulkState.PARTLY):
        raise CannotDecide("This change is not carried out, or undone already.")
    undoing = Undoing(change, may_change, lock=True)
    going = [row for row in undoing.rows if not undoing.why_not(row)]
    if not going:
        raise CannotDecide("Not one row can be put back: each was changed since.")
    try:
        for row in going:
            _put_back(row, undoing.present[row.row_pk])
        undoing.model._default_manager.filter(pk__in=[row.row_pk for row in going if row.made]).delete()
    except DatabaseError as error:
        raise CannotDecide(f"The database refused this: {str(error).partition(chr(10))[0]}.") from error
    check_now()
    BulkRow.objects.filter(pk__in=[row.pk for row in going]).update(undone=True)
    left = len(undoing.rows) - len(going)
    change.state = BulkState.PARTLY if left else BulkState.UNDONE
    change.undone_by, change.undone_at, change.undo_reason = by, timezone.now(), reason.strip()
    change.save()
    return len(going), left


def _put_back(row: BulkRow, stored: Any) -> None:
    if LINKS in row.after:
        _put_links_back(row.row_pk, row.before[LINKS] if row.before else ())
    if not row.made:
        # Past `save`, which would set columns anew that have to be as they were; signals are sent as ever.
        stored.save_base(force_update=True)


def _put_links_back(report: int, links: Iterable[list[Any]]) -> None:
    wanted = {pk: (contact, relation) for pk, contact, relation in links}
    for link in ReportLink.objects.filter(report=report):
        if wanted.get(link.pk) == (link.contact_id, link.relation):
            del wanted[link.pk]
        elif link.pk in wanted:
            _, link.relation = wanted.pop(link.pk)
            link.save()
        else:
            link.delete()
    for pk, (contact, relation) in wanted.items():
        ReportLink(pk=pk, report_id=report, contact_id=contact, relation=relation).save_base(force_insert=True)
