"""The dictionary of common words is jieba's own."""

import jieba

from catalog import speech


def test_the_words_and_their_counts_are_those_that_jieba_reads_itself():
    cutter, own = speech._cutter(), jieba.Tokenizer()
    assert (cutter.FREQ, cutter.total) == own.gen_pfdict(own.get_dict_file())
