"""Text that a mail program, a terminal or a printed page broke at a width is stored in whole paragraphs; other text keeps its lines."""

import textwrap
import time
from datetime import UTC, datetime

import pytest

from contacts.ingest.extract import extract
from contacts.ingest.records import RawPage

TITLE = "Putin and Trump speak by telephone about Syria"
FIRST = (
    "The presidents of Russia and the United States, Vladimir Putin and Donald Trump, discussed the war in Syria and the agreements of "
    "Minsk by telephone on Tuesday evening, the Kremlin said in a statement on its site. It called the conversation businesslike."
)
SECOND = (
    "Putin told Trump about his talks with Bashar Assad in Sochi, and both leaders, as the statement has it, noted that the special "
    "services of their countries should go on working together. The White House said that the call had lasted for more than an hour."
)
THIRD = "No date was named for a meeting of the two, a spokesman added when he was asked by reporters whether one was being prepared now."
WHOLE = [FIRST, SECOND, THIRD]


def read(text, at="2018-01-01"):
    fetched = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return extract(RawPage("", "", text.encode(), "", fetched))


def paragraphs(text):
    return read(text).text.split("\n\n")


def wrapped(paragraph, width, **options):
    return textwrap.wrap(paragraph, width, break_on_hyphens=False, **options)


@pytest.mark.parametrize("width", [60, 66, 72, 78])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
def test_lines_broken_at_a_width_are_joined(width, end):
    text = "\n\n".join(["\n".join(wrapped(paragraph, width)) for paragraph in [TITLE, *WHOLE]])
    assert paragraphs(text.replace("\n", end)) == WHOLE


def test_lines_of_print_are_never_quite_full():
    lines = []
    for paragraph in WHOLE:
        words, line = paragraph.split(), ""
        for number, word in enumerate(words):
            if len(line) + len(word) > 62 + 8 * (number % 3 == 0):
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    assert paragraphs(f"{TITLE}\n\n" + "\n".join(lines)) == WHOLE


def test_paragraphs_may_be_marked_by_indents_alone():
    body = "\n".join(line for paragraph in WHOLE for line in wrapped(f"    {paragraph}", 70))
    assert paragraphs(f"{TITLE}\n\n{body}") == WHOLE


def test_a_mail_that_was_answered():
    quoted = "\n>\n".join("\n".join(f"> {line}" for line in wrapped(paragraph, 70)) for paragraph in [TITLE, *WHOLE])
    assert paragraphs(quoted) == WHOLE


def test_a_blank_line_after_each_line_tells_nothing():
    text = "\n\n".join(line for line in wrapped(f"{FIRST} {SECOND}", 70))
    assert paragraphs(f"{TITLE}\n\n{text}") == [f"{FIRST} {SECOND}"]


def test_a_line_for_each_paragraph_stays():
    assert paragraphs("\n".join([TITLE, *WHOLE])) == WHOLE
    short = [
        "The Kremlin published its statement on Tuesday at six.",
        "It says that Syria and Ukraine were discussed at length.",
        "It does not say who called whom or how long they spoke.",
    ]
    assert paragraphs("\n".join([TITLE, "", FIRST, "", *short])) == [FIRST, *short]


def test_entries_of_a_list_stay_apart_and_are_joined_within():
    entries = [
        "- the settlement in Syria and the congress that Russia wants to call in Sochi before the end of the year",
        "- the fight against terrorism and the exchange between the special services of the two countries",
        "- the agreements of Minsk, which the Kremlin said had no alternative",
    ]
    lines = "\n".join(line for entry in entries for line in wrapped(entry, 64, subsequent_indent="  "))
    assert paragraphs(f"{TITLE}\n\n{FIRST}\n\n{lines}\n\n{THIRD}") == [FIRST, *entries, THIRD]


def test_verse_keeps_its_lines():
    verse = [
        "the telephone rang in the tower at night,",
        "and nobody stirred in the hall below,",
        "and all the lamps were put out of sight",
        "before the first of the snow.",
    ]
    text = "\n\n".join([TITLE, FIRST, "\n".join(verse), THIRD])
    assert read(text).text.count("the telephone rang in the tower at night,\n") == 1


def test_a_parted_word_is_whole_again_and_a_compound_keeps_its_hyphen():
    parted = (
        "The two presidents have spoken by telephone about inter-\nnational affairs, trade and the work of their special ser-\n"
        "vices against terrorism, as the Kremlin-backed founda-\ntion said on Tuesday. The long-term aim was not named, but a long-\n"
        "term plan for the country was, and the Kremlin would say no more."
    )
    assert paragraphs(f"{TITLE}\n\n{parted}\n\n{THIRD}")[0] == (
        "The two presidents have spoken by telephone about international affairs, trade and the work of their special services against "
        "terrorism, as the Kremlin-backed foundation said on Tuesday. The long-term aim was not named, but a long-term plan for the "
        "country was, and the Kremlin would say no more."
    )


def test_hyphens_that_nobody_sees_go_and_spaces_that_do_not_break_stay():
    soft = FIRST.replace("telephone", "tele\u00ad\nphone").replace("businesslike", "business\u00adlike")
    assert paragraphs(f"{TITLE}\n\n{soft}\n\n{THIRD}") == [FIRST, THIRD]
    hard = FIRST.replace("Vladimir Putin", "Vladimir\u00a0Putin")
    assert paragraphs(f"{TITLE}\n\u00a0\n{hard}\n\u00a0\n{THIRD}") == [hard, THIRD]


def test_chinese_is_joined_without_spaces():
    text = (
        "俄罗斯总统普京二十一日同美国总统特朗普通电话双方就叙利亚局势和乌克兰问题交换意见"
        "并同意继续合作打击恐怖主义维护地区稳定克里姆林宫在声明中表示通话富有建设性。"
    )
    lines = "\n".join(text[start : start + 32] for start in range(0, len(text), 32))
    assert text in read(f"普京与特朗普通电话讨论叙利亚\n\n{lines}").text


def test_a_pasted_mail_is_its_text():
    header = f"From: Desk <desk@list.example>\nTo: members\nDate: Tue, 21 Nov 2017 22:14:09 -0400\nSubject: [list] Re: {TITLE}\n"
    body = "\n\n".join("\n".join(wrapped(paragraph, 66)) for paragraph in WHOLE)
    report = read(f"{header}\n{TITLE}\n\n{body}\n\n--\nTo unsubscribe send a blank message to the list\n")
    assert (report.title, report.published) == (TITLE, "2017-11-21")
    assert report.text.split("\n\n") == WHOLE


def test_a_very_long_text_of_short_lines_is_joined_in_time():
    began = time.process_time()
    read("moscow moscow moscow moscow moscow moscow moscow moscow,\n" * 30_000)
    assert time.process_time() - began < 10
