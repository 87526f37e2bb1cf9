"""The steps of `articles.body.pipeline`, one small function each."""
