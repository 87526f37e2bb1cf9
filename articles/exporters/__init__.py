"""A newsroom's whole archive out again: files that people and other systems can read."""
