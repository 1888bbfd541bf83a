"""The form in which readers write to the editors. Lengths are told after sending, never cut off while typing."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.functional import cached_property

from contacts.models.tip import TipKind
from contacts.tips.about import About, find_about
from contacts.tips.stamp import MOST_SECONDS, Stamp, fresh, read

LEAST_TEXT, MOST_TEXT = 10, 4_000  # characters
MOST_ADDRESS, MOST_NAME, MOST_EMAIL = 1_000, 100, 254  # characters
TRAP = "homepage"
"""A field that readers do not see and programs like to fill in."""


def _too_long(what: str) -> dict[str, str]:
    return {"max_length": f"{what} has %(show_value)d characters; %(limit_value)d is the limit."}


class TipForm(forms.Form):
    """What is wrong or missing, on which page, according to which source, and how to reach the sender."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=TipKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether something is wrong or missing."},
    )
    about = forms.CharField(
        label="On which page?",
        required=False,
        max_length=MOST_ADDRESS,
        error_messages=_too_long("The address of the page"),
        help_text="Its address, or the id at its foot. Leave this empty if no page here is about it.",
    )
    text = forms.CharField(
        label="What is wrong or missing?",
        min_length=LEAST_TEXT,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Write what is wrong or missing.",
            "min_length": "Write a sentence: what is wrong or missing, and what would be right?",
            **_too_long("The text"),
        },
        help_text=f"In any language, up to {MOST_TEXT:,} characters. What should it say instead, and who says so?",
    )
    source = forms.CharField(
        label="Address of a source",
        required=False,
        max_length=MOST_ADDRESS,
        error_messages=_too_long("The address of the source"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
        help_text="A published text that anybody can open. Without one the editors can seldom do anything.",
    )
    name = forms.CharField(
        label="Your name",
        required=False,
        max_length=MOST_NAME,
        error_messages=_too_long("The name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        required=False,
        max_length=MOST_EMAIL,
        error_messages={
            "invalid": "This is no e-mail address: it needs a name, an @ and a domain. You may also leave it empty.",
            **_too_long("The e-mail address"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    homepage = forms.CharField(label="Leave this field empty", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False  # the server tells all faults at once, and in the same words to everybody

    found: About | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the form. A browser that knew the longest lengths would cut off what is pasted without a word."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            for name in ("maxlength", "minlength"):
                field.widget.attrs.pop(name, None)

    def clean_about(self) -> str:
        """Return the text and keep the record it means. Raises: ValidationError, where it means none."""
        text: str = self.cleaned_data["about"]
        self.found = find_about(text) if text else None
        if text and self.found is None:
            raise forms.ValidationError(
                "No page of this record has this address or id. Correct it, or leave it empty and describe the page."
            )
        return text

    def clean_text(self) -> str:
        """Return the text with the line ends of this system."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean_source(self) -> str:
        """Return the address of a source, with the scheme that readers leave out. Raises: ValidationError."""
        address: str = self.cleaned_data["source"]
        if not address:
            return ""
        whole = address if "://" in address else f"https://{address}"
        message = "This is no web address: it should look like https://example.org/article."
        URLValidator(schemes=["http", "https"], message=message)(whole)
        if len(whole) > MOST_ADDRESS:
            raise forms.ValidationError(f"The address of the source is longer than {MOST_ADDRESS} characters.")
        return whole

    @cached_property
    def came_with(self) -> Stamp | None:
        """The stamp that the form was sent with, or None where it is none of ours."""
        return read(self.data.get("stamp", ""))

    def renew(self) -> None:
        """Make the form that is shown again ready to be sent: a stamp that will do, and nothing in the trap."""
        mark = self.came_with
        if mark is None or mark.age > MOST_SECONDS:
            mark = fresh(ripe=mark is not None)
        self.data = {**self.data.dict(), TRAP: "", "stamp": mark.signed()}  # type: ignore[attr-defined]

    def restamp(self) -> None:
        """Make the form one of its own, that was not sent yet."""
        self.came_with = fresh(ripe=True)
