"""The lines with which a pasted mail begins and ends, told from the text that it carries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FIELDS = re.compile(
    r"(?i:(?P<subject>subject|betreff|тема|objet|asunto|oggetto|konu|assunto|temat)"
    r"|(?P<date>date|sent|datum|gesendet|дата|отправлено|fecha|data|envoyé|tarih)"
    r"|from|to|cc|bcc|reply-to|message-id|list-id|von|an|от|от кого|кому|копия|de|à|para|da|a|kimden|kime|od|do)\s*:\s+(?P<rest>\S.*)"
)
_MARKS = re.compile(r"^(?:(?:re|fwd?|aw|wg|отв|tr)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
MOST_FIELDS = 10  # lines; no program shows more of a header


@dataclass(frozen=True)
class Mail:
    """What a pasted text holds when it is a mail; `subject` is "" when it is none."""

    lines: list[str]
    subject: str = ""


def opened(lines: Sequence[str]) -> Mail:
    """Return the lines of a pasted mail without its header and signature, the line with its day kept; others as they are."""
    count, subject, kept = 0, "", []
    for line in lines[:MOST_FIELDS]:
        field = _FIELDS.fullmatch(line)
        if not field:
            break
        count += 1
        if field["subject"]:
            subject = _MARKS.sub("", field["rest"])
        elif field["date"]:
            kept.append(line)
    if count < 2 or not subject:
        return Mail(list(lines))
    body = list(lines[count:])
    signature = next((number for number, line in enumerate(body) if line == "--"), len(body))
    return Mail([*kept, *body[:signature]], subject)
