"""Forms of the desk: rows whose searched-for relations are already loaded, and the questions that decisions ask."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.forms.formsets import DELETION_FIELD_NAME

from contacts.models import Claim, Contact, ContactLink
from contacts.vocabulary import Correction

if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
    AnyInlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    AnyModelForm, AnyInlineFormSet = forms.ModelForm, forms.BaseInlineFormSet


class LoadedSelect(AutocompleteSelect):
    """A search box that takes the label of its present choice from a loaded row.

    The stock one looks the choice up again, with a query for each box of each row.
    """

    loaded: Model | None = None

    @property
    def media(self) -> forms.Media:
        """The stock scripts and styles, then the script that gives each box the name of its label: the stock ones give it none."""
        return super().media + forms.Media(js=("admin/js/autocomplete.js", "js/desk/search_boxes.js"))

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Return the present choice. Queries: none, unless another row than the loaded one was chosen."""
        row = self.loaded
        if row is None or [str(key) for key in value] != [str(row.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(row)
        return [(None, [*options, self.create_option(name, row.pk, label, True, len(options))], 0)]


class LoadedForm(AnyModelForm):
    """A form that hands each search box the row that its instance has loaded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the form; see `DeskAdmin.shown` for what is loaded."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            box = getattr(field.widget, "widget", field.widget)
            if isinstance(box, LoadedSelect) and self.instance._meta.get_field(name).is_cached(self.instance):
                box.loaded = getattr(self.instance, name)


class ReportLinks(AnyInlineFormSet):
    """The links between contacts and reports, in the form of either; each is held by the claims that rest on it."""

    def clean(self) -> None:
        """Refuse to let go of a link that claims rest on. Raises: ValidationError. Queries: 1 where a link goes."""
        super().clean()
        going = [form.instance.pk for form in self.initial_forms if _lets_go(form)]
        held = Claim.objects.filter(contact__report_links__in=going, report=F("contact__report_links__report")) if going else ()
        if number := len(held):
            raise ValidationError(
                f"{number} claim{'s rest' if number > 1 else ' rests'} on what you take off here. "
                "Delete them first, or move them to another report or contact."
            )


def _lets_go(form: Any) -> bool:
    """Return whether a line of the form set deletes its link, or makes it one between others."""
    return bool({"report", "contact"} & set(form.changed_data)) or bool(getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME))


def _reason(help_text: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "cols": 60}), help_text=help_text, required=required)


class PublishForm(forms.Form):
    """What may be said when a record is published."""

    reason = _reason("Shown in the public history. You may leave it empty.", required=False)
    correction = forms.ChoiceField(
        choices=[("", "No correction"), *Correction.choices],
        required=False,
        help_text="Choose one if the published text was wrong or misleading.",
    )


class WithdrawForm(forms.Form):
    """Why a record goes out of public view."""

    reason = _reason("Shown to everybody who opens the address from now on.")
    correction = forms.ChoiceField(
        choices=[
            (Correction.REMOVAL, "Removal: it should not have been here"),
            (Correction.RETRACTION, "Retraction: it was wrong"),
        ]
    )


class RejectForm(forms.Form):
    """Why something suggested is put aside."""

    reason = _reason("Kept in the internal note, for other editors.")


class SendBackForm(forms.Form):
    """Why a contact goes back to draft."""

    reason = _reason("Kept in the internal note, for whoever works on it next.")


class TakeOverForm(forms.Form):
    """From whom a contact is taken over."""

    instead_of = forms.CharField(widget=forms.HiddenInput, max_length=150)


class RevertForm(forms.Form):
    """Why an earlier revision is right."""

    reason = _reason("Shown in the public history.")


class MergeForm(forms.Form):
    """Which of two contacts survives, and why they are one. `rows` are the two."""

    survivor = forms.ChoiceField(widget=forms.RadioSelect, help_text="The address of the other one will lead here for ever.")
    reason = _reason("Shown in the public history.")

    def __init__(self, *args: Any, rows: list[Contact], **kwargs: Any) -> None:
        """Offer the two contacts as survivors."""
        super().__init__(*args, **kwargs)
        self.fields["survivor"].choices = [(str(row.pk), str(row)) for row in rows]  # type: ignore[attr-defined]


class MergeWithForm(forms.Form):
    """Which other contact is the same as this one, which of them survives, and why they are one."""

    other = forms.ModelChoiceField(
        Contact.objects.all(),
        label="Other contact",
        widget=LoadedSelect(ContactLink._meta.get_field("other"), admin.site),
        help_text="Search by words of the title, the date or the address.",
    )
    survivor = forms.ChoiceField(
        choices=[("other", "The other contact survives"), ("this", "This contact survives")],
        widget=forms.RadioSelect,
        help_text="All claims, reports and links move to the survivor; the address of the other one will lead there for ever.",
    )
    reason = _reason("Shown in the public history.")
