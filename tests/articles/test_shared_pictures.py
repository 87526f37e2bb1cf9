"""Every picture of the shared folder goes through the library: taken whole and bare, or refused without a trace."""

import io
import json
import struct
import zlib

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from PIL import Image

from articles import library
from articles.models import Picture
from articles.pictures.inspection import PictureRefused
from tests.articles.pictures.test_metadata_gone import HARMLESS
from tests.articles.pictures.test_refusals import png_header
from tests.pictures import photograph

pytestmark = [
    pytest.mark.django_db,
    # Broken EXIF and oversized headers make Pillow warn, which is their point.
    pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
]
TRACES = [b"Exif\0", b"http://ns.adobe.com", b"Photoshop", b"ICC_PROFILE", b"GPS", b"iTXt", b"tEXt", b"eXIf", b"iCCP"]
FORMATS = {"JPEG", "MPO", "PNG", "GIF", "TIFF", "WEBP", "AVIF"}


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def assert_bare(picture):
    folder = f"pictures/{picture.rendition_key}"
    names = default_storage.listdir(folder)[1]
    assert len(names) >= 5
    for name in names:
        with default_storage.open(f"{folder}/{name}") as file:
            data = file.read()
        assert not [trace for trace in TRACES if trace in data], name
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert set(image.info) <= HARMLESS and not image.getexif(), name


def test_all_of_them(shared_data, tmp_path):
    facts = json.loads((shared_data / "images/facts.json").read_text())
    assert len(facts) >= 60
    taken = refused = 0
    for name, fact in facts.items():
        data = (shared_data / name).read_bytes()
        before = files_below(tmp_path)
        try:
            picture = library.add_picture(io.BytesIO(data), file_name=name)
        except PictureRefused as refusal:
            refused += 1
            assert refusal.sentence.endswith(".") and len(refusal.sentence) > 30, name
            assert files_below(tmp_path) == before, name
            short, long = sorted(fact.get("upright_size") or fact.get("stored_size") or (0, 0))
            good = fact.get("format") in FORMATS and fact.get("decodes") is True and "exif_error" not in fact
            assert not good or short < 80 or long > 10 * short, name
            continue
        taken += 1
        assert fact["decodes"] is True, name
        assert [picture.width, picture.height] == fact["upright_size"], name
        assert picture.file_says.get("has_gps", False) == fact["has_gps"], name
        assert_bare(picture)
    assert (taken, refused) == (Picture.objects.count(), len(facts) - taken)
    assert taken >= 35 and refused >= 15


def cmyk():
    file = io.BytesIO()
    Image.open(io.BytesIO(photograph())).convert("CMYK").save(file, "JPEG")
    return file.getvalue()


def sixteen_bits():
    file = io.BytesIO()
    grey = Image.open(io.BytesIO(photograph())).convert("I").point(lambda value: value * 257)
    grey.convert("I;16").save(file, "PNG")
    return file.getvalue()


def moving(format):
    frames = [Image.open(io.BytesIO(photograph(number, size=(300, 200)))) for number in range(3)]
    file = io.BytesIO()
    frames[0].save(file, format, save_all=True, append_images=frames[1:])
    return file.getvalue()


def polyglot():
    return photograph(format="GIF") + b";/*<script>alert(1)</script>*/ GPS Exif\0"


TAKEN = {
    "CMYK": cmyk, "16 bits": sixteen_bits, "GIF": lambda: moving("GIF"), "WebP": lambda: moving("WEBP"),
    "APNG": lambda: moving("PNG"), "MPO": lambda: moving("MPO"), "TIFF": lambda: photograph(format="TIFF"),
    "AVIF": lambda: photograph(format="AVIF"), "polyglot": polyglot,
}  # fmt: skip


@pytest.mark.parametrize("kind", TAKEN)
def test_other_good_ones(kind):
    picture = library.add_picture(io.BytesIO(TAKEN[kind]()))
    assert picture.fingerprint
    assert_bare(picture)


def text_bomb():
    body = b"Comment\0\0" + zlib.compress(bytes(100 * 1024 * 1024), 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    data = photograph()
    return data[:33] + chunk + data[33:]


REFUSED = {
    "1 × 1": lambda: photograph(size=(1, 1)), "strip": lambda: photograph(size=(1, 20000)),
    "bomb": lambda: png_header(40_000, 40_000), "PDF": lambda: b"%PDF-1.7\n" + bytes(100),
    "ZIP": lambda: b"PK\x03\x04" + bytes(100), "ICO": lambda: photograph(size=(128, 128), format="ICO"),
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "HEIC": lambda: b"\0\0\0\x18ftypheic" + bytes(100), "cut": lambda: photograph(format="JPEG")[:2000],
    "large WebP": lambda: photograph(size=(6000, 4100), format="WEBP", method=0, quality=1),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_other_bad_ones(kind, tmp_path):
    with pytest.raises(PictureRefused) as refusal:
        library.add_picture(io.BytesIO(REFUSED[kind]()), file_name="photo.jpg")
    assert refusal.value.sentence.endswith(".")
    assert not Picture.objects.exists() and not files_below(tmp_path)


def test_a_text_chunk_that_swells_is_no_way_in(tmp_path):
    try:
        assert_bare(library.add_picture(io.BytesIO(text_bomb())))
    except PictureRefused as refusal:
        assert refusal.sentence and not files_below(tmp_path)


def test_the_limit_is_the_site_s(settings):
    settings.PICTURE_MEGAPIXELS = 0.2
    with pytest.raises(PictureRefused, match="megapixels"):
        library.add_picture(io.BytesIO(photograph()))


def test_a_disk_that_is_full_leaves_nothing(tmp_path, monkeypatch):
    saved = []

    def save(storage, name, content, **options):
        if len(saved) > 3:
            raise OSError("No space left on device")
        saved.append(real(storage, name, content, **options))
        return saved[-1]

    real = FileSystemStorage.save
    monkeypatch.setattr(FileSystemStorage, "save", save)
    with pytest.raises(OSError, match="No space"):
        library.add_picture(io.BytesIO(photograph()))
    assert saved and not Picture.objects.exists() and not files_below(tmp_path)
