"""Related news: other outlets' stories taken in, found, chosen and shown beside our own."""
