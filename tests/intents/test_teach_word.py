"""What teaches nothing: a choice among what the word covers already, villagers' talk, people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intents.acts import TeachWord
from intents.understand import understand
from intents.utterance import Utterance


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("酱油就是生抽", "manager"),
        ("香皂就是香皂", "manager"),
        ("老张就是村长", "manager"),
        ("泡沫胰就是飞船", "manager"),
        ("泡沫胰就是香皂", "villager"),
    ],
)
def test_it_teaches_nothing(text, role, sample_shop):
    acts = understand(Utterance(text=text, at=datetime(2026, 11, 25, 9, tzinfo=UTC), role=role), sample_shop)
    assert not any(isinstance(act, TeachWord) for act in acts)
