"""What this system exported comes back exactly: from what it wrote for itself, judged like any file from outside.

`texts` for articles and pages, `numbers` for what their bodies refer to, `pictures` for the library, `terms` for
sections, tags and authors, `values` for what may be in a field at all.
"""
