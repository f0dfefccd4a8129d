"""The index in use: changed at once, replaced without a pause."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

import pytest

from catalog.index import BadIndex, LiveIndex, build
from catalog.product import Product


def articles(*names: str) -> list[Product]:
    return [Product(sku=name, name=name, unit="瓶", price_fen=100) for name in names]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "shop"
    build(articles("云岭酱油", "云岭香醋"), path)
    return path


def best(live: LiveIndex, query: str) -> str:
    return live.index.search(query, limit=1)[0].sku


def skus(live: LiveIndex, query: str) -> set[str]:
    return {hit.sku for hit in live.index.search(query, limit=20)}


def test_a_change_is_there_at_once(path: Path) -> None:
    live = LiveIndex(path)
    live.change(articles("河东香米"), ["云岭香醋"])

    assert best(live, "河东香米") == "河东香米"
    assert skus(live, "云岭香醋") == {"云岭酱油", "河东香米"}


def test_a_change_outlives_the_build_that_began_before_it(path: Path) -> None:
    live = LiveIndex(path)
    live.change(articles("河东香米"), ["云岭香醋"])
    build(articles("云岭酱油", "云岭香醋", "青禾尿素"), path)
    live.reload()

    assert best(live, "尿素") == "青禾尿素"
    assert best(live, "河东香米") == "河东香米"
    assert "云岭香醋" not in skus(live, "云岭香醋")


def test_the_next_build_takes_the_place_of_older_changes(path: Path) -> None:
    live = LiveIndex(path)
    live.change(articles("河东香米"), ["云岭香醋"])
    live.reload()
    build(articles("云岭酱油", "云岭香醋"), path)
    live.reload()

    assert skus(live, "云岭香醋") == {"云岭酱油", "云岭香醋"}


def test_a_bad_file_leaves_the_index_in_use(path: Path) -> None:
    live = LiveIndex(path)
    path.unlink()
    path.write_bytes(b"no index")

    with pytest.raises(BadIndex):
        live.reload()
    assert best(live, "酱油") == "云岭酱油"


def test_searches_go_on_while_it_is_changed_and_reloaded(path: Path) -> None:
    live = LiveIndex(path)
    stop, wrong = Event(), []

    def search(found: list[Sequence[str]]) -> None:
        while not stop.is_set():
            if best(live, "云岭酱油") != "云岭酱油":
                found.append("lost")

    threads = [Thread(target=search, args=(wrong,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(10):
        live.change(articles(f"青禾尿素{number}号"), [f"青禾尿素{number - 1}号"])
        build(articles("云岭酱油", f"河东{number}号香米"), path)
        live.reload()
    stop.set()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert {sku for sku in skus(live, "青禾尿素") if "尿素" in sku} == {"青禾尿素9号"}
