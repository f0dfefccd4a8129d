"""Every story of this folder, over real HTTP against a running server."""

from __future__ import annotations

import pytest
from story import Story, read_stories


def _case(story: Story):
    marks = [pytest.mark.xfail(reason=story.fails, raises=AssertionError)] if story.fails else []
    return pytest.param(story, id=story.id, marks=marks)


@pytest.mark.parametrize("story", [_case(story) for story in read_stories()])
async def test_the_story_comes_out_right(story, played):
    await played[story.id]
