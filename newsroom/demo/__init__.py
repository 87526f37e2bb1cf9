"""The Lantern: a small newspaper that ships with Newsroom, to look at and to try things on.

Its people, places and stories are invented, its pictures drawn by code, and every record is made
through the verbs that editors use.
"""
