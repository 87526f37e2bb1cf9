"""What differs between two states of an article: words, bodies, and everything around them."""
