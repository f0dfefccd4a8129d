"""Reads the wishes about the goods of a message, clause after clause.

`find_mentions` says which goods and how many, `frame_of` what is asked; here what a clause leaves unsaid (再拿两瓶) is
taken from the goods before it, and what somebody says of himself to be wrong is put right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace as with_fields

from catalog.shop import Shop
from intents.frames import amount_in, frame_of, orders
from intents.goods.mentions import Mention, find_mentions
from intents.goods.other import other_pack, other_size, other_sort
from intents.goods.told import is_told, only_told
from intents.goods.wanted import wanted_starts
from intents.text.clauses import Clause, without_front
from intents.text.parts import parts, without_asides
from intents.text.words import said
from intents.wishes import Wish, changes_frame, narrows, settle, shares_goods, take_over, without_taken_back

_LISTED = 0.6  # a clause is nothing but goods where they fill this share of it


def read_wishes(text: str, clauses: Sequence[Clause], shop: Shop, frame: str = "") -> list[Wish]:
    """The wishes of a text, in order, self-corrections applied. `clauses` are those of the text; blanks in it stand for
    words that mean something else. With `frame`, whatever is named is meant so, whatever stands beside it."""
    text = without_asides(text, clauses)
    mentions = [mention for part in parts(text, clauses) for mention in find_mentions(part, shop)]
    reader, covered = _Reader(text, shop, frame), 0
    for clause in clauses:
        words = text[clause.start : clause.end]
        here = [mention for mention in mentions if clause.start <= mention.start < clause.end]
        if not words.strip() or said("services").search(words):
            continue
        if here:
            end = max(mention.end for mention in here)
            covered = max(covered, next((c.end for c in clauses if c.start < end <= c.end), end))
            reader.goods(clause, text[clause.start : covered], here)
        elif clause.start >= covered and not is_told(words):
            reader.more(words)
    return settle(reader.wishes)


class _Reader:
    """Reads clause after clause and keeps the wishes so far."""

    def __init__(self, text: str, shop: Shop, frame: str) -> None:
        self.text, self.shop, self.frame = text, shop, frame
        self.wishes: list[Wish] = []
        self.correcting = self.began = False  # began: something was said that a correction is of: 牛丸,打错,手抓饼
        self.dropped = False  # what was refused last was wanted before: 不要了
        self.pending = ""  # a frame said before any goods: 数量改一下, …

    def goods(self, clause: Clause, region: str, mentions: Sequence[Mention]) -> None:
        """A clause that names goods; `region` goes on to the end of what its last goods cover."""
        words = without_front(region)
        if said("alternative").search(region) and self.wishes:
            return
        if said("about_order").search(region) and not any(m.quantity for m in mentions) and not self.frame:
            return
        switch = said("switch").match(words)
        frame = "add" if switch and not self.frame else self._frame(clause, region, mentions)
        lets_go = said("let_go").search(clause.text) and not said("settles_for").search(words)
        others = self.wishes and not any(shares_goods(wish, mentions) for wish in self.wishes)
        if frame == "kept" or (lets_go and others):
            return
        frame = "remove" if lets_go else frame
        if not (mentions := self._meant(clause, region, mentions, frame)):
            return
        firm = orders(region, mentions)
        named = sum(mention.end - mention.start for mention in mentions)
        listed = named >= _LISTED * len(said("points_at").sub("", words.strip()) or region)
        fresh = [wish for m in mentions if (wish := self._wish(region, m, frame, listed=listed, firm=firm))]
        self._exchanged(clause, region, fresh)
        if fresh and switch:
            self._switch(fresh[0])
        elif fresh and (self.correcting or said("final").match(words) or said("correct").match(words)):
            self._replace(fresh)
        self.wishes, fresh = without_taken_back(self.wishes, fresh)
        self.correcting, self.dropped = False, "了" in clause.text
        self.wishes += fresh

    def _frame(self, clause: Clause, region: str, mentions: Sequence[Mention]) -> str:
        frame = self.frame or frame_of(clause, region, mentions)
        frame, self.pending = (self.pending if frame in ("add", "") else "") or frame, ""
        later = region[len(clause.text) :].strip(" ,")
        if frame == "remove" and said("instead").match(later) and any(m.quantity for m in mentions):
            return "set_quantity"  # 小米不要五斤了,改八斤
        if frame == "kept" and said("exchange").search(later) and any(m.quantity for m in mentions):
            return "set_quantity"  # 稻花香两袋吃不完,改成一袋
        return frame

    def _meant(self, clause: Clause, region: str, mentions: Sequence[Mention], frame: str) -> Sequence[Mention]:
        """The goods that a clause wishes for: none where it only tells of them, and not those it names beside."""
        if self.frame or frame not in ("add", "search", ""):
            return mentions
        if only_told(clause, region, mentions, self._before(clause)):
            self.wishes += [Wish(mention, mention.item, "") for mention in mentions if mention.item.skus]
            return ()
        if self.wishes:
            mentions = [mention for mention in mentions if not self._tells_which(clause, mention)]
        starts = wanted_starts(region, clause.start, mentions) if frame == "add" else ()
        return [mention for mention in mentions if frame != "add" or mention.start in starts]

    def _tells_which(self, clause: Clause, mention: Mention) -> bool:
        """Whether a name with 的 that is all a clause says tells which of the goods before is meant: 充电器来一个,苹果的."""
        rest = clause.text[mention.end - clause.start :]
        own = mention.quantity is not None or (mention.named and said("add_verb").search(mention.words))  # 米要新的
        if own or mention.start != clause.start or not said("which").fullmatch(rest):
            return False
        self._narrow(clause.text)
        return True

    def _before(self, clause: Clause) -> str:
        """What leads up to a clause that goes on with 再 or 还有: 等发了工资 before 再买."""
        return self.text[: clause.start] if clause.text.startswith(("再", "还有")) else ""

    @staticmethod
    def _exchanged(clause: Clause, region: str, fresh: list[Wish]) -> None:
        """洗衣粉换洗衣液: what stands before 换 goes out."""
        for old, new in pairwise(fresh):
            if said("exchange").search(region[old.mention.end - clause.start : new.mention.start - clause.start]):
                old.frame, new.frame = "remove", "add"

    def _wish(self, region: str, mention: Mention, frame: str, *, listed: bool, firm: bool) -> Wish | None:
        counted = mention.quantity is not None
        not_now = self.wishes and not self.frame and said("not_now").search(region)
        if (mention.negated and frame != "remove") or (frame == "remove" and not_now):
            return Wish(mention, mention.item, "unwanted")
        if self.frame and not (counted or listed or said("add_verb").search(region)):
            return None
        if not mention.item.skus and not (counted or frame or (listed and mention.named)):
            return None
        if not counted and frame in ("add", "") and not self.frame and narrows(self.wishes, mention):
            return None
        tells = frame == "" or listed or said("of_this").fullmatch(region.strip(" ,"))
        if not mention.named and not counted and self.wishes and tells:
            return self._described(mention, frame)
        return Wish(mention, mention.item, frame or ("add" if counted else ""), listed, firm)

    def _described(self, mention: Mention, frame: str) -> Wish | None:
        """A brand or a size alone tells more of the goods before; where it cannot, it is goods of its own."""
        for wish in reversed(self.wishes):
            if both := tuple(sku for sku in wish.skus if sku in mention.item.skus):
                wish.item = with_fields(wish.item, skus=both)
                return None
        last = self.wishes[-1]
        return Wish(mention, mention.item, frame, listed=True) if frame in ("add", "remove") and last.skus else None

    def _switch(self, fresh: Wish) -> None:
        """换成 B: what was named before goes out; where it was ordered in the same breath, B takes its place."""
        if not self.wishes:
            return
        last = self.wishes[-1]
        if last.frame == "add" and last.counted:
            self.wishes.pop()
            take_over(fresh, last)
        elif last.frame in ("", "add", "search"):
            last.frame = "remove"

    def _replace(self, fresh: list[Wish]) -> None:
        """What is said last counts: it takes the place, and where it has none the number, of what was said before."""
        if not self.wishes or self.wishes[-1].frame not in ("add", "", "search"):
            return
        last = self.wishes.pop()
        both = tuple(sku for sku in last.skus if sku in fresh[0].skus)
        if both and not fresh[0].mention.named:
            fresh[0].item = with_fields(fresh[0].item, skus=both)
        take_over(fresh[0], last)

    def more(self, words: str) -> None:
        """A clause without goods says more of the last ones: how many, which, or what about them."""
        if not self.wishes:
            misspoken = self.began and said("correct").match(words)
            frame = "" if misspoken else frame_of(None, words, ())
            self.pending, self.began = frame if frame in ("set_quantity", "ask_price") else "", True
            return
        if corrects := said("correct").match(words):
            self.correcting = True
            words = words[corrects.end() :]
        last = self.wishes[-1]
        switch = said("switch").match(words)
        fresh = other_size(last, words[switch.end() :], self.shop) if switch else None
        if fresh:
            self._switch(fresh)
            self.wishes.append(fresh)
        else:
            self._about(last, words)

    def _about(self, last: Wish, words: str) -> None:
        """How many, which, or what about the goods before."""
        amount, frame = amount_in(words), frame_of(None, words, ())
        if last.frame == "unwanted":
            self.wishes += other_sort(last, words, amount, self.shop)
        elif not self.correcting and (other := other_pack(last, words, amount, self.shop)):
            self.wishes += other
        elif last.frame == "remove" and amount and said("instead").match(words):
            anew = said("orders_instead").match(words) and not self.dropped  # 一段的不要,来三段的两罐
            self.wishes[-1] = replace(self._with_amount(last, *amount, frame), frame="add" if anew else "set_quantity")
        elif (
            amount
            and frame != "ask_price"
            and not (last.frame == "ask_price" and said("describes").search(words))
            and (not last.counted or self.correcting or "set_quantity" in (frame, last.frame))
        ):
            self.wishes[-1] = self._with_amount(last, *amount, frame)
            self.correcting = False
        elif frame == "ask_price":
            self._priced(words)
        elif changes_frame(last, frame, words):
            last.frame = frame
        elif words.strip():
            self._narrow(words)

    def _priced(self, words: str) -> None:
        """A price is asked of all that was only named, or only counted; of what is being ordered it changes nothing."""
        for wish in reversed(self.wishes):
            named = wish.frame in ("", "search") and not wish.counted
            if not named and not (wish.frame == "add" and not (wish.firm and wish.counted)):
                break
            if said("total").search(words) and wish.counted:
                break
            wish.frame = "ask_price"

    def _with_amount(self, last: Wish, number: Decimal, unit: str, frame: str) -> Wish:
        """The last goods with another number, in selling units."""
        again = find_mentions(f"{last.mention.words}{number.normalize():f}{unit}", self.shop)
        item = with_fields(last.item, quantity=number, unit=unit)
        if len(again) == 1 and (both := tuple(sku for sku in again[0].item.skus if sku in last.skus)):
            item = with_fields(again[0].item, skus=both, mention=last.item.mention)
        changes = last.frame == "set_quantity" or (frame == "set_quantity" and not last.counted)
        return replace(last, item=item, frame="set_quantity" if changes else "add")

    def _narrow(self, words: str) -> None:
        """Which of the goods named before is meant: 滚筒的, 不是波轮."""
        last = self.wishes[-1]
        if len(last.skus) < 2:  # noqa: PLR2004  there is nothing to choose from
            return
        negated = said("negated").match(words)
        fitting = self.shop.narrow(words[negated.end() :] if negated else words, last.skus, last.item.unit)
        left = tuple(sku for sku in last.skus if (sku in fitting) != bool(negated))
        if fitting and left:
            last.item = with_fields(last.item, skus=left)
