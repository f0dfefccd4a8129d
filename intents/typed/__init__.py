"""Chinese typed in pinyin, as on phones with nine keys."""
