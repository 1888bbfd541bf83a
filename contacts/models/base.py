"""What every workshop row that can be published has in common."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from contacts.ids import new_id

DECISIONS: tuple[str, ...] = ("publish", "withdraw", "revert", "merge")
"""What is decided about a record of any type. Each is a permission of its own, such as `contacts.publish_topic`."""


def record_permissions(model: str, plural: str) -> tuple[tuple[str, str], ...]:
    """Return the permissions of a model whose rows are published, beside the stock ones: codename and label."""
    return tuple((f"{decision}_{model}", f"Can {decision} {plural}") for decision in DECISIONS)


slug_rule = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", "Use lower-case letters, digits and single hyphens.")


class SlugManager(models.Manager[Any]):
    """Finds a row by its slug, or by one it had before."""

    def get_by_natural_key(self, slug: str) -> Any:
        """Return the row that has, or once had, this slug.

        Raises: the model's DoesNotExist.
        """
        try:
            return self.get(slug=slug)
        except self.model.DoesNotExist:
            return self.get(former_slugs__contains=[slug])


class Publishable(models.Model):
    """A workshop row with a permanent public id and a readable slug."""

    record_type: ClassVar[str]

    public_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    slug = models.CharField(max_length=120, unique=True, validators=[slug_rule], help_text="The readable part of the address.")
    former_slugs = ArrayField(models.CharField(max_length=120), default=list, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    _stored_slug: str | None = None

    objects: ClassVar[SlugManager] = SlugManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str]:
        """Return what identifies the row in fixtures: its slug."""
        return (self.slug,)

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        """Remember the stored slug, so that a change of it keeps the old address alive."""
        row = super().from_db(db, field_names, values, **kwargs)
        row._stored_slug = row.__dict__.get("slug")
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row; a slug that it leaves behind goes on to lead here."""
        stored = getattr(self, "_stored_slug", None)
        if stored and stored != self.slug and stored not in self.former_slugs:
            self.former_slugs = [*self.former_slugs, stored]
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)
        self._stored_slug = self.slug
