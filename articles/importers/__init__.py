"""A newsroom's archive from another system, in two halves: readers (text in, values out) and the bringing in."""
