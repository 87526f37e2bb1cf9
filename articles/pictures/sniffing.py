"""What a file that Pillow would not open is, and what to tell the journalist who sent it."""

from pathlib import PurePath

from django.utils.translation import gettext as _

ACCEPTED = "JPEG, PNG, WebP, AVIF, GIF, TIFF"

_OURS = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
)
_OTHERS = {
    b"BM": "BMP",
    b"8BPS": "Photoshop (PSD)",
    b"\x00\x00\x00\x0cjP": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"\xff\x0a": "JPEG XL",
    b"\x00\x00\x00\x0cJXL": "JPEG XL",
    b"\x00\x00\x01\x00": "ICO",
    b"%!PS": "EPS",
    b"%PDF": "PDF",
}
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_PICTURE_NAMES = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".mpo"}


def not_accepted(data: bytes, name: str) -> str:
    """
    Return the sentence that refuses `data`, a file called `name` that no accepted reader opened.

    It names what the bytes look like, so that the way out fits: export a HEIC or a PSD, save a
    damaged JPEG again, find the real picture behind a web page saved as one.
    """
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        return _(
            "This is an SVG drawing. SVG can carry scripts and is not accepted. "
            "Export it as PNG, at least 1600 pixels wide, and upload that."
        )
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return _(
            "This is a HEIC picture, the way iPhones keep them, and it cannot be read here. "
            "Export or share it as JPEG and upload that."
        )
    if data.startswith(_OURS) or data[4:12] == b"ftypavif" or data[8:12] == b"WEBP":
        return _(
            "The picture is damaged: its beginning cannot be read. "
            "Open it on your computer, save it again, and upload that."
        )
    for beginning, kind in _OTHERS.items():
        if data.startswith(beginning):
            return _(
                "%(kind)s files are not accepted. Save the picture as one of these and upload that: %(accepted)s."
            ) % {"kind": kind, "accepted": ACCEPTED}
    extension = PurePath(name).suffix.lower()
    if extension in _PICTURE_NAMES:
        return _(
            "The file is called %(extension)s but holds no picture. "
            "Open it on your computer to see what it is. Accepted are: %(accepted)s."
        ) % {"extension": extension, "accepted": ACCEPTED}
    return _("The file is not a picture that can be read here. Accepted are: %(accepted)s.") % {"accepted": ACCEPTED}
