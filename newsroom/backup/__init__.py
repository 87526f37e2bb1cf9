"""One file that holds all of a newsroom: written beside a running site, checked, and restored on either database."""
