"""Trials on real texts: a page or a corpus is published through the verbs, read back and compared."""
