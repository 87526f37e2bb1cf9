"""A bank that pretends: own pages, own books, signed webhooks over real HTTP, and no money anywhere."""
