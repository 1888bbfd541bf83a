"""What is asked before many rows are changed at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contacts.sheets.columns import BadCell, SheetOf
from contacts.sheets.lookups import Lookups
from contacts.sheets.reading import ENCODINGS, MAX_BYTES


def _why(help_text: str) -> forms.CharField:
    return forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 2, "cols": 60}), max_length=2000, help_text=help_text)


def _decided_too() -> forms.BooleanField:
    return forms.BooleanField(
        label="Rows decided on, too",
        required=False,
        help_text="Else a sheet that would change a row which is accepted, rejected, ready, published or worked on by another is refused.",
    )


class ImportForm(forms.Form):
    """A file, why it is imported, and how it is meant."""

    file = forms.FileField(label="Sheet", help_text=f"CSV or XLSX, at most {MAX_BYTES // 1_000_000} MB.")
    reason = _why("Kept with the import, for other editors.")
    decided_too = _decided_too()
    encoding = forms.ChoiceField(
        choices=ENCODINGS.items(), required=False, help_text="Of a CSV file. Choose one when names come out as gibberish."
    )

    def clean_file(self) -> Any:
        """Return the file. Raises: ValidationError, when it is larger than what is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(f"The file has {file.size:,} bytes; {MAX_BYTES:,} is the limit. Split it into several.")
        return file


class EditForm(forms.Form):
    """One value for one field of many rows, and why."""

    column = forms.ChoiceField(label="Field")
    value = forms.CharField(
        label="New value",
        required=False,
        strip=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="As a sheet holds it: the value itself, a slug or a name. Empty takes the present value away.",
    )
    reason = _why("Kept with the change, for other editors.")
    decided_too = _decided_too()

    def __init__(self, *args: Any, of: SheetOf, **kwargs: Any) -> None:
        """Offer the fields that many rows may be given one value of."""
        super().__init__(*args, **kwargs)
        self.of = of
        labels = ((column.name, str(column.field.verbose_name).capitalize()) for column in of.bulk_columns())
        self.fields["column"].choices = [("", "Choose a field"), *labels]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return what was typed. Raises: ValidationError, when the value cannot be one of the field's."""
        data = super().clean() or {}
        column = self.of.columns.get(data.get("column", ""))
        if column is not None and "value" in data:
            lookups = Lookups()
            if column.target is not None:
                lookups.expect(column.target, [data["value"]])
            try:
                column.value(data["value"], lookups.find)
            except BadCell as error:
                raise ValidationError({"value": str(error)[:1].upper() + str(error)[1:]}) from error
        return data


class UndoForm(forms.Form):
    """Why a change is undone."""

    reason = _why("Kept with the change, for other editors.")
