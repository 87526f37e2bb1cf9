"""
What is known about a picture's file, and the files that readers get of it.

Bytes in, values and bytes out: no models, no settings, no request. `inspection` reads an uploaded
file or refuses it in a sentence; `shapes` says which renditions a picture of a given size has,
without touching a disk; `renditions` makes them.

Nothing here strips metadata from an original. Originals stay private, with everything the
photographer wrote into them; what the public can fetch is made from pixels alone.
"""
