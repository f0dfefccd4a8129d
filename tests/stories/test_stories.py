"""Every story of this folder, over real HTTP against a running server."""

from __future__ import annotations

import pytest
from story import read_stories


@pytest.mark.parametrize("story", read_stories(), ids=lambda story: story.id)
async def test_the_story_comes_out_right(story, played):
    await played[story.id]
