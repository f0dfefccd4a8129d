"""What was said before a name, how many and how large, until the name comes."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.judge import Judge
from catalog.tokens import Token
from intents.goods.amounts import is_size
from intents.goods.group import Group
from intents.goods.strangers import has_stranger, numbers_stranger


class Waiting:
    """The amounts and qualities of one clause that have no name yet, each with its place among the tokens."""

    def __init__(self, tokens: Sequence[Token], judge: Judge) -> None:
        self._tokens, self._judge = tokens, judge
        self.said: list[tuple[int, Token]] = []
        self._counted_behind = _counted_behind(tokens)

    def keep(self, place: int, token: Token) -> None:
        """One more; the number of goods that have no name here stays theirs: 三袋腌菜四瓶灭害灵, 腌菜三袋灭害灵四瓶."""
        if self._counted_behind and has_stranger(self._tokens[max(place - 1, 0) : place]):
            return
        if token.amount and self.said and self._is_of_others(self.said[-1][0], place):
            self.said.clear()
        self.said.append((place, token))

    def _is_of_others(self, said: int, place: int) -> bool:
        """Whether what was said at `said` counts goods without a name here: they stand between, or it follows their number."""
        return has_stranger(self._tokens[said + 1 : place]) or (said > 0 and numbers_stranger(self._tokens, said - 1))

    def settle(self, group: Group) -> None:
        """Give a group what was said before its name."""
        for place, token in self.said:
            group.start = min(group.start, token.start)
            amount = token.amount
            counts = amount is not None and not is_size(self._tokens, place, amount, group, self._judge)
            if amount is not None and counts and group.quantity is None:
                group.count(amount)
                group.led = True
            else:
                group.describe(token)
        self.said.clear()


def _counted_behind(tokens: Sequence[Token]) -> bool:
    """Whether all goods have their number behind them: a word comes first, and a number last."""
    words = [token for token in tokens if token.amount or token.term or has_stranger((token,))]
    return bool(words) and words[0].amount is None and words[-1].amount is not None
