"""A picture of many megapixels is refused in a sentence, and nothing is warned of in a log."""

import os
import subprocess
import sys

SCRIPT = """
import struct, zlib
import django
django.setup()
from articles.pictures import opening
def chunk(name, data): return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
head = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 0, 0, 0, 0)
data = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
try:
    opening.open_picture(data)
except opening.PictureRefused as refused:
    print(refused.sentence)
"""


def test_144_megapixels():
    # Another process: tests collect warnings of their own.
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "PYTHONPATH": "."}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert "144.0 megapixels" in done.stdout and "Warning" not in done.stderr
