"""`cunkou search`: small catalogues by their shop, big ones by an index that is kept."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest

from bot.commands.search import BIG, KEPT, run_search
from config.data import HERE

SAMPLE = HERE / "sample" / "catalog.csv"
HEAD = "sku,name,unit,price\n"


def rows(count: int) -> str:
    return HEAD + "".join(f"S{number},云岭第{number}号酱油,瓶,9\n" for number in range(count))


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    catalog = tmp_path_factory.mktemp("catalog") / "big.csv"
    catalog.write_text(rows(BIG + 1), encoding="utf-8")
    return catalog


def search(catalog: Path, kept: Path, *queries: str) -> tuple[int, list[dict[str, object]]]:
    out = StringIO()
    status = run_search(catalog, 3, [query + "\n" for query in queries], out, kept)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_query_gets_its_hits_best_first(tmp_path: Path) -> None:
    status, [answer] = search(SAMPLE, tmp_path / "index", "啤酒")

    assert status == 0
    assert answer["query"] == "啤酒"
    scores = [hit["score"] for hit in answer["hits"]]
    assert 0 < len(scores) <= 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert not (tmp_path / "index").exists()


def test_a_big_catalogue_is_indexed_once_for_each_content(big: Path, tmp_path: Path) -> None:
    status, answers = search(big, tmp_path, "", "云岭第1321号酱油", "yunling di 77 hao")
    made = [(file.name, file.stat().st_mtime_ns) for file in tmp_path.iterdir()]
    again = search(big, tmp_path, "云岭第1321号酱油")

    assert status == 0
    assert [answer["hits"][0]["sku"] for answer in answers] == ["S1321", "S77"]
    assert again == (0, answers[:1])
    assert [(file.name, file.stat().st_mtime_ns) for file in tmp_path.iterdir()] == made
    assert len(made) == 1


def test_a_damaged_index_is_built_again(big: Path, tmp_path: Path) -> None:
    search(big, tmp_path)
    [index] = tmp_path.iterdir()
    index.write_bytes(index.read_bytes()[:1000])

    assert search(big, tmp_path, "云岭第5号酱油")[1][0]["hits"][0]["sku"] == "S5"


def test_bad_rows_are_named_each_time(big: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalog = tmp_path / "bad.csv"
    catalog.write_text(big.read_text(encoding="utf-8") + "X,无价,瓶,\n", encoding="utf-8")

    for _ in range(2):
        status, answers = search(catalog, tmp_path / "index", "云岭第5号酱油")
        assert status == 2
        assert answers[0]["hits"][0]["sku"] == "S5"
        assert f"bad.csv: line {BIG + 3}, price:" in capsys.readouterr().err


def test_of_old_indexes_a_few_are_kept(big: Path, tmp_path: Path) -> None:
    for number in range(KEPT + 2):
        (tmp_path / f"{number}.index").write_bytes(b"old")
    search(big, tmp_path)

    assert len(list(tmp_path.iterdir())) == KEPT


def test_a_catalogue_that_is_not_there_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert search(tmp_path / "none.csv", tmp_path, "酱油") == (2, [])
    assert "none.csv" in capsys.readouterr().err
