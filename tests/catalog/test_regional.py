"""Regional names never say other goods than they mean."""

from __future__ import annotations

from catalog.nouns import read_nouns
from catalog.reading import read_catalog
from catalog.regional import read_regional
from config.data import HERE

TERMS = {term: standard for standard, terms in read_regional().items() for term in terms}


def test_a_regional_name_stands_for_one_word():
    assert len(TERMS) == sum(len(terms) for terms in read_regional().values())
    assert len(TERMS) > 100
    assert all(len(term) > 1 for term in TERMS)


def test_a_regional_name_is_not_what_others_call_something_else():
    nouns = read_nouns()
    meant = {word: noun.word for noun in nouns.values() for word in (*noun.words, *noun.name)}
    others = {term: meant[term] for term, standard in TERMS.items() if meant.get(term, standard) != standard}
    assert not others


def test_a_regional_name_hides_in_no_brand_of_the_sample_shop():
    brands = {product.brand for product in read_catalog(HERE / "sample" / "catalog.csv").rows if product.brand}
    assert not [(term, brand) for term in TERMS for brand in brands if term in brand or brand in term]
