"""The forms of the review screen: a claim on words of the article, and a new contact."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from contacts.actions.errors import CannotDecide
from contacts.actions.suggestions import columns_of
from contacts.admin.forms import AnyModelForm
from contacts.dates import BadDate, parse
from contacts.models import VALUE_FIELDS, Claim, Contact, Person, Suggestion
from contacts.vocabulary import Property

LONGEST_PASSAGE = 2000  # characters; a passage is a few sentences at most


class StateClaimForm(AnyModelForm):
    """A claim as a person states it. Values that the property does not take are left out, not complained of."""

    passage_exact = forms.CharField(
        label="In these words",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 50}),
        max_length=LONGEST_PASSAGE,
        strip=False,
        help_text="Literally as they stand in the article.",
    )
    passage_prefix = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200, strip=False)
    passage_suffix = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200, strip=False)

    class Meta:
        model = Claim
        fields = (
            "property",
            "topic",
            "kind",
            "date",
            "time",
            "zone",
            "minutes",
            "qualifier",
            "initiator",
            "place",
            "participant",
            "office",
            "part",
            "text",
            "speaker",
            "person",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 2, "cols": 50})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the form; each value says which properties take it, so that a script can hide the others."""
        super().__init__(*args, **kwargs)
        takes: dict[str, list[str]] = {}
        for name, columns in VALUE_FIELDS.items():
            for column in (*columns, *(("office", "part") if "participant" in columns else ())):
                takes.setdefault(column, []).append(str(name))
        for column, properties in takes.items():
            self.fields[column].widget.attrs["data-of"] = " ".join(properties)

    def clean(self) -> dict[str, Any]:
        """Return the values; those that the property does not take are emptied, those that it needs are asked for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = VALUE_FIELDS.get(cleaned.get("property", ""), ())
        for column in VALUE_COLUMNS:
            if column not in wanted:
                cleaned[column] = getattr(self.fields[column], "empty_value", None)
                self.errors.pop(column, None)
            elif cleaned.get(column) in (None, "") and column not in self.errors:
                self.add_error(column, f"“{Property(cleaned['property']).label}” needs this.")
        if "participant" not in wanted:
            cleaned["office"] = cleaned["part"] = ""
        if wanted and "date" in wanted and cleaned.get("date"):
            try:
                parse(cleaned["date"])
            except BadDate as error:
                self.add_error("date", str(error))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the model's own rules to the action, which knows the contact and the report."""

    def columns(self) -> dict[str, Any]:
        """Return the columns of the claim."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("passage_")}

    def passage(self) -> tuple[str, str, str]:
        """Return exact words, prefix and suffix. Browsers send line ends as CRLF; the article has LF."""
        exact, prefix, suffix = (
            self.cleaned_data[name].replace("\r\n", "\n") for name in ("passage_exact", "passage_prefix", "passage_suffix")
        )
        return exact.strip(), prefix, suffix


VALUE_COLUMNS = tuple(dict.fromkeys(column for columns in VALUE_FIELDS.values() for column in columns))


def initial_of(row: Suggestion) -> dict[str, Any]:
    """Return a suggestion as the form takes it. A value that the workshop does not know is left to be chosen."""
    try:
        columns = columns_of(row)
    except CannotDecide:
        columns = {}
    person = Person.objects.filter(slug=row.person_slug).first() if row.person_slug else None
    shown = {"property": row.property, "speaker": row.speaker, "person": person, **columns}
    return shown | {name: getattr(row, name) for name in ("passage_exact", "passage_prefix", "passage_suffix")}


class NewContactForm(AnyModelForm):
    """A contact that the record does not have yet, filled in from the article."""

    class Meta:
        model = Contact
        fields = ("kind", "date", "title", "place", "occasion", "summary")

    def save(self, commit: bool = True) -> Contact:
        """Store the contact as a draft, under an address made of its date and kind."""
        contact = cast(Contact, super().save(commit=False))
        base = slugify(f"{contact.date}-{contact.kind}")[:110] or contact.kind
        slug, number = base, 1
        while Contact.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        contact.slug = slug
        contact.save()
        return contact

    def clean_date(self) -> str:
        """Return the date. Raises: ValidationError, with what EDTF takes."""
        date: str = self.cleaned_data["date"].strip()
        try:
            parse(date)
        except BadDate as error:
            raise ValidationError(str(error)) from error
        return date
