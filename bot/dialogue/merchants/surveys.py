"""Surveys by chat: 参加 is the consent, one question at a time, left at any moment; what was answered is kept."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole
from bot.dialogue.questions import SurveyAsk
from bot.dialogue.replies import render
from bot.domain.events import SurveyAnswered, SurveyJoined, SurveyLeft, SurveysAllowed
from bot.domain.survey import Survey, SurveyQuestion, Taking, next_question, survey, surveys

FRESH = timedelta(hours=12)
"""A digit that comes later answers something else; 参加 goes on."""


def asked(ex: Exchange) -> bool:
    """参加 on an invitation, 调查 from whoever wants to be asked, 不参加 and 不要调查 from whoever does not."""
    if said_whole("survey_never", ex.text):
        _never(ex)
    elif said_whole("survey_want", ex.text):
        _want(ex)
    elif said_whole("survey_join", ex.text) and (taking := _running(ex)):
        begin(ex, taking)
    elif said_whole("survey_refuse", ex.text) and (taking := _running(ex)):
        _refuse(ex, taking)
    else:
        return False
    return True


def begin(ex: Exchange, of: Survey) -> None:
    """Join, or go on where one stopped."""
    taking = _taking(ex, of)
    if taking is None or taking.status != "joined":
        ex.cause(SurveyJoined(person=ex.facts.person.id, survey=of.key, at=ex.facts.at))
        ex.say("survey.consent", consent=of.consent)
    put_next(ex, of)


def meant(ex: Exchange, question: SurveyAsk) -> tuple[Survey, SurveyQuestion] | None:
    """What an open question asks; None where the survey has changed or ended since, or it is too long ago."""
    of = survey(question.survey)
    asked = of.question(question.question) if of else None
    fresh = ex.facts.at - question.at <= FRESH
    return (of, asked) if of and asked and fresh and of.is_open(ex.facts.at.date()) else None


def put_next(ex: Exchange, of: Survey) -> None:
    """The next question, or thanks."""
    question = next_question(of, answered(ex, of), ex.facts.channel)
    if question is None:
        ex.settled()
        ex.quiet = True
        ex.cause(SurveyLeft(person=ex.facts.person.id, survey=of.key, done=True, at=ex.facts.at))
        ex.say("survey.thanks", incentive=of.incentive)
        _see_to_it(ex, of)
    else:
        put(ex, of, question)


def _see_to_it(ex: Exchange, of: Survey) -> None:
    """What was promised is given at the station: its manager hears, once, to whom; never what was answered."""
    if of.incentive:
        about = f"survey:{of.key}:{ex.facts.person.id}"
        ex.alert("message", "info", "manager.survey_done", about=about, title=of.title, incentive=of.incentive)


def left_open(ex: Exchange) -> SurveyAsk | None:
    """What was asked before something was bought, where it is still to be answered and not too long ago."""
    question = ex.talk.survey
    if question is None or ex.talk.basket.lines or ex.talk.todo:
        return None
    ex.change(survey=None)
    if said_whole("leave", ex.text):
        return None
    of = _running(ex)
    fresh = of is not None and of.key == question.survey and ex.facts.at - question.at <= FRESH
    return question if of is not None and fresh and question.question not in answered(ex, of) else None


def put(ex: Exchange, of: Survey, question: SurveyQuestion) -> None:
    open_ = of.asked_on(ex.facts.channel)
    mark = "" if ex.sms else ". "
    rows = "".join(f"\n{n}{mark}{one}" for n, one in enumerate(question.choices, 1))
    how = render(f"survey.how_{question.kind}", ex.facts.channel)
    ex.ask(
        SurveyAsk(survey=of.key, question=question.key, at=ex.facts.at),
        "survey.ask",
        place=open_.index(question) + 1,
        of=len(open_),
        ask=question.ask,
        rows=rows,
        how=how,
    )


def answered(ex: Exchange, of: Survey) -> set[str]:
    """With what was answered in this very turn."""
    taking = _taking(ex, of)
    new = {event.question for event in ex.events if isinstance(event, SurveyAnswered) and event.survey == of.key}
    return new | (taking.answered if taking else set())


def note(ex: Exchange, of: Survey, question: SurveyQuestion, told: str) -> None:
    """Keep an answer and go on; '' leaves the question out."""
    person, at = ex.facts.person.id, ex.facts.at
    ex.cause(SurveyAnswered(person=person, survey=of.key, question=question.key, answer=told, at=at))
    put_next(ex, of)


def _never(ex: Exchange) -> None:
    ex.settled()
    ex.quiet = True
    for of in filter(None, [_running(ex)]):
        ex.cause(SurveyLeft(person=ex.facts.person.id, survey=of.key, done=False, at=ex.facts.at))
    ex.cause(SurveysAllowed(person=ex.facts.person.id, allowed=False, at=ex.facts.at))
    ex.say("survey.never")


def _want(ex: Exchange) -> None:
    """Agreed to be asked: at once where there is something to ask."""
    ex.cause(SurveysAllowed(person=ex.facts.person.id, allowed=True, at=ex.facts.at))
    of = _running(ex) or _open_for(ex)
    if of is not None:
        begin(ex, of)
    else:
        ex.say("survey.none_now")


def _refuse(ex: Exchange, of: Survey) -> None:
    ex.settled()
    ex.quiet = True
    ex.cause(SurveyLeft(person=ex.facts.person.id, survey=of.key, done=False, at=ex.facts.at))
    ex.say("survey.refused")


def _running(ex: Exchange) -> Survey | None:
    """The survey the person was invited to or takes part in, while it is open."""
    found = [survey(one.survey) for one in ex.facts.merchants.surveys() if one.status in ("invited", "joined")]
    return next((of for of in found if of is not None and _has_room(ex, of)), None)


def _open_for(ex: Exchange) -> Survey | None:
    county = ex.station.county if ex.station else ""
    known = {one.survey for one in ex.facts.merchants.surveys()}
    fitting = (of for of in surveys() if of.key not in known and of.is_for(county))
    return next((of for of in fitting if _has_room(ex, of)), None)


def _has_room(ex: Exchange, of: Survey) -> bool:
    return of.is_open(ex.facts.at.date()) and ex.facts.merchants.has_room(of)


def _taking(ex: Exchange, of: Survey) -> Taking | None:
    return next((one for one in ex.facts.merchants.surveys() if one.survey == of.key), None)
