"""Courses are what their files say; a wrong file is refused with everything that is wrong in it."""

from __future__ import annotations

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.dialogue.pages import SMS_UNITS, WECHAT_BYTES, size
from bot.dialogue.replies import render
from bot.domain.course import (
    FOLDER,
    BadCourse,
    Course,
    course_of,
    courses,
    in_order,
    in_parts,
    read_course,
    sentences,
)
from bot.domain.training import Answered, Standing, certificate_number, drill, following, needed, next_piece, standing

NOW = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PIECES = [(course, piece) for course in courses() for piece in course.pieces]
IDS = [f"{course.key}-{piece.key}" for course, piece in PIECES]
GOOD = yaml.safe_load((FOLDER / "service.yaml").read_text(encoding="utf-8"))
COURSE = courses()[0]


def answers(*knows: bool | None) -> dict:
    """How the pieces were answered, in order; None: not yet."""
    told = zip(COURSE.pieces, knows, strict=False)
    return {
        (COURSE.key, piece.key): Answered(course=COURSE.key, piece=piece.key, knows=known, at=NOW)
        for piece, known in told
        if known is not None
    }


def place(piece) -> int | None:
    return COURSE.place(piece) if piece else None


def test_there_are_courses_for_what_a_manager_does():
    assert [course.number for course in courses()] == [1, 2, 3, 4, 5, 6]
    helped = {mistake for _, piece in PIECES for mistake in piece.helps}
    assert helped == {"late_alerts", "wrong_codes", "overdue", "unreported", "complaints"}


def test_the_right_answer_is_not_always_at_the_same_place():
    assert {piece.right for _, piece in PIECES} == {1, 2, 3}


@pytest.mark.parametrize(("course", "piece"), PIECES, ids=IDS)
def test_every_message_of_a_piece_fits(course, piece):
    parts = in_parts(piece.text)
    assert "".join(parts) == piece.text.replace("\n", "")
    title = f"{course.place(piece)}/{len(course.pieces)}{piece.title}："
    told = [render("training.part", "sms", title=title if n == 0 else "", text=part) for n, part in enumerate(parts)]
    rows = "\n".join(f"{n}{choice}" for n, choice in enumerate(piece.choices, 1))
    choice = piece.choices[piece.right - 1]
    after = render("training.wrong", "sms", number=piece.right, choice=choice, why=piece.why)
    offered = max((render("training.next", "sms", title=other.title) for _, other in PIECES), key=len)
    earned = render("training.earned", "sms", course=course.title, known=5, pieces=5, number="CK26112512345")
    told += [render("training.ask", "sms", ask=piece.ask, choices=rows), f"{after}\n{offered}", f"{after}\n{earned}"]
    assert [text for text in told if size(text, "sms") > SMS_UNITS] == []
    assert size(piece.text + rows, "wechat") < WECHAT_BYTES


def test_the_list_of_courses_fits_an_sms():
    rows = [
        render("training.row", "sms", number=c.number, title=c.title, known=0, pieces=len(c.pieces)) for c in courses()
    ]
    assert size(render("training.list", "sms", rows="\n".join(rows)), "sms") <= SMS_UNITS


def test_a_sentence_keeps_its_closing_quote():
    assert sentences("他说：“好。”她走了。\n真的？") == ["他说：“好。”", "她走了。", "真的？"]


def broken(**of_piece) -> dict:
    first, *others = GOOD["pieces"]
    return GOOD | {"pieces": [first | of_piece, *others]}


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        (GOOD | {"number": 0}, "number must be 1"),
        (GOOD | {"title": ""}, "title must have"),
        (GOOD | {"pieces": GOOD["pieces"][:3]}, "4 to 6 pieces, this one 3"),
        (GOOD | {"pieces": [GOOD["pieces"][0]] * 4}, "two pieces have the key 'first_word'"),
        (GOOD | {"author": "x"}, "author"),
        (broken(right=4), "'first_word': right is 4, but there are 3 choices"),
        (broken(right=0), "right is 0"),
        (broken(choices=["好"]), "choices must be 2 to 4"),
        (broken(choices=["好", "好", "坏"]), "two choices are the same"),
        (broken(text="话" * 281), "text must have 1 to 280"),
        (broken(text="话" * 150), "which no SMS holds"),
        (broken(why=" "), "why must have 1 to 60"),
        (broken(key="一"), "key must be ASCII"),
        (broken(helps=["boredom"]), "boredom"),
        (broken(right="two"), "right"),
        ([], "array"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_course_is_refused_and_the_trouble_named(said, trouble):
    with pytest.raises(BadCourse, match=r"service\.yaml") as refused:
        course_of("service", said)
    assert trouble in str(refused.value)


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(BadCourse, match=r"two choices.*; .*right is 9"):
        course_of("service", broken(right=9, choices=["好", "好"]))


def test_a_file_that_is_no_yaml_is_refused(tmp_path):
    for name, content in (("a.yaml", b"pieces: ["), ("b.yaml", "标题".encode("gbk"))):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadCourse, match=name):
            read_course(tmp_path / name)


def test_two_courses_cannot_have_one_number():
    with pytest.raises(BadCourse, match="both number 1"):
        in_order([COURSE, COURSE])


@pytest.mark.parametrize(
    ("knows", "goes_on", "after_the_first"),
    [
        ((), 1, 2),
        ((True,), 2, 2),
        ((False, True), 3, 3),
        ((True, True, False, True, True), 3, 3),
        ((False, True, True, True, True), 1, None),
        ((True,) * 5, 1, 2),
    ],
)
def test_a_course_goes_on_with_what_is_new_then_with_what_is_not_known(knows, goes_on, after_the_first):
    assert place(next_piece(COURSE, answers(*knows))) == goes_on
    told = answers(*(knows or (True,)))
    assert place(following(COURSE, COURSE.pieces[0], told)) == after_the_first


@pytest.mark.parametrize(
    ("knows", "passed"),
    [((True,) * 5, True), ((True,) * 4 + (False,), True), ((True,) * 3 + (False,) * 2, False), ((True,) * 4, False)],
)
def test_four_fifths_of_all_questions_pass(knows, passed):
    assert standing(COURSE, answers(*knows)).passed == passed


def test_eighty_in_a_hundred_is_enough_and_less_is_not():
    assert Standing(answered=100, known=80, pieces=100).passed
    assert not Standing(answered=100, known=79, pieces=100).passed


def test_a_drill_begins_with_the_most_frequent_mistake_then_takes_what_was_missed():
    keys = [piece.key for _, piece in drill(courses(), {"overdue": 1, "wrong_codes": 2}, {}, most=9)]
    assert keys[:2] == ["the_code", "wrong_code"]
    assert keys[-1] == "uncollected"
    assert drill(courses(), {}, answers(True, False)) == ((COURSE, COURSE.pieces[1]),)
    assert drill(courses(), {}, answers(True)) == ()


def test_what_went_wrong_names_the_course_with_most_against_it_until_that_is_known():
    needs = [course.key for course in needed(courses(), {"wrong_codes": 9, "complaints": 1}, {})]
    assert needs == ["parcels", "returns"]
    against = [(c, p) for c, p in PIECES if "overdue" in p.helps]
    known = {(c.key, p.key): Answered(course=c.key, piece=p.key, knows=True, at=NOW) for c, p in against}
    assert needed(courses(), {"overdue": 1}, known) == ()
    assert needed(courses(), {}, {}) == ()


def test_a_certificate_tells_its_day():
    assert certificate_number(NOW, Random(1)).startswith("CK261125")  # noqa: S311 - a test's dice


def test_every_shipped_course_reads_alone():
    assert {read_course(path).key for path in FOLDER.glob("*.yaml")} == {course.key for course in courses()}
    assert isinstance(COURSE, Course)
