"""Pictures and originals in a bucket of a real S3 server: sent, cut, shown, replaced, deleted."""

import io
import logging
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import Client

from articles import library, picture_work
from articles.models import Picture
from articles.site_files import icons, png_side
from newsroom.buckets import BucketAway
from newsroom.media_storage import files
from newsroom.site.models import SiteSettings
from tests.pictures import photograph


def jpeg(width, height, seed=1):
    return io.BytesIO(photograph(seed, size=(width, height), format="JPEG"))


def png(side):
    return ContentFile(photograph(size=(side, side)))


boto3 = pytest.importorskip("boto3")
moto = pytest.importorskip("moto.server")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    """An S3 server on this machine, spoken to through its port."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client(server):
    names = {"aws_access_key_id": "KEY", "aws_secret_access_key": "SE/CRET", "region_name": "eu-central-1"}
    client = boto3.client("s3", endpoint_url=server, **names)
    for name in ("lantern", "lantern-originals"):
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield client
    for name in ("lantern", "lantern-originals"):
        for each in client.list_objects_v2(Bucket=name).get("Contents", []):
            client.delete_object(Bucket=name, Key=each["Key"])
        client.delete_bucket(Bucket=name)


def use(settings, monkeypatch, tmp_path, said):
    found = files(said, tmp_path)
    settings.STORAGES = settings.STORAGES | {"default": found.default, "originals": found.originals}
    settings.MEDIA_URL, settings.FILES = found.url, found
    monkeypatch.setattr(Picture._meta.get_field("original"), "storage", storages["originals"])


@pytest.fixture
def bucket(settings, monkeypatch, tmp_path, client, server):
    """The names of all objects, private ones below originals/, in one bucket that readers do not see."""
    said = f"s3://KEY:SE%2FCRET@s3.example/lantern?region=eu-central-1&endpoint={server}"
    use(settings, monkeypatch, tmp_path, said)
    return lambda name="lantern": [each["Key"] for each in client.list_objects_v2(Bucket=name).get("Contents", [])]


def test_it_works(bucket, client, django_capture_on_commit_callbacks):
    picture = library.add_picture(jpeg(1600, 1000), title="Bridge")
    names = bucket()
    assert f"originals/{picture.original.name}" in names
    assert sum(name.startswith(f"media/pictures/{picture.rendition_key}/") for name in names) == len(names) - 1 > 5

    shown = Client().get("/" + next(name for name in names if name.endswith(".jpg") and "/pictures/" in name))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in shown["Cache-Control"] and b"".join(shown)[:3] == b"\xff\xd8\xff"

    old = picture.original.name
    with django_capture_on_commit_callbacks(execute=True):
        library.replace_file(picture, jpeg(1500, 1000, seed=2))
    assert f"originals/{old}" not in bucket() and picture.original.open("rb").read(2) == b"\xff\xd8"


def test_only_its_owner_may_read_an_object(bucket, client):
    library.add_picture(jpeg(800, 600), title="Bridge")
    for name in bucket():
        grants = client.get_object_acl(Bucket="lantern", Key=name)["Grants"]
        assert [each["Grantee"]["Type"] for each in grants] == ["CanonicalUser"], name


def test_what_is_deleted_is_gone(bucket, django_capture_on_commit_callbacks):
    picture = library.add_picture(jpeg(800, 600), title="Bridge")
    with django_capture_on_commit_callbacks(execute=True):
        library.remove_picture(picture)
    assert bucket() == []


def test_what_nobody_has_made_is_made_when_it_is_asked_for(bucket):
    library.add_picture(jpeg(800, 600), title="Bridge")
    name = next(name for name in bucket() if name.endswith(".jpg") and "pictures" in name).removeprefix("media/")
    default_storage.delete(name)
    assert not default_storage.exists(name)
    assert Client().get(f"/media/{name}").status_code == 200 and default_storage.exists(name)
    assert picture_work.make_missing("pictures/none/x.jpg") is False


@pytest.mark.parametrize("path", ["none.jpg", "../originals/x", "pictures/", "..%2f..%2foriginals/x", "a" * 900])
def test_what_is_not_there_is_not_there(bucket, path):
    default_storage.save("site/logo.png", png(64))
    assert Client().get(f"/media/{path}").status_code == 404


def test_the_logo_is_read_and_shown(bucket):
    site = SiteSettings.load()
    site.logo.save("logo.png", png(512))
    png_side.cache_clear()
    assert icons()[0].side == 512 and site.logo.url.startswith("/media/site/logo")
    assert Client().get(site.logo.url).status_code == 200


def test_a_second_file_of_one_name_gets_another(bucket):
    first, second = (default_storage.save("site/a.png", ContentFile(b"x")) for _ in "12")
    assert first == "site/a.png" != second


def test_originals_have_no_address(bucket):
    picture = library.add_picture(jpeg(800, 600), title="Bridge")
    with pytest.raises(ValueError, match="private"):
        _ = picture.original.url
    assert Client().get(f"/media/../originals/{picture.original.name}").status_code == 404


def test_readers_may_ask_a_bucket_of_its_own(settings, monkeypatch, tmp_path, client, server):
    said = (
        f"s3://KEY:SE%2FCRET@s3.example/lantern/site?endpoint={server}&originals=lantern-originals"
        "&public=https://media.lantern.example/site/media/&acl=public-read"
    )
    use(settings, monkeypatch, tmp_path, said)
    picture = library.add_picture(jpeg(800, 600), title="Bridge")
    assert library.folder_url(picture).startswith("https://media.lantern.example/site/media/pictures/")
    assert settings.FILES.origin == "https://media.lantern.example"
    public = [each["Key"] for each in client.list_objects_v2(Bucket="lantern")["Contents"]]
    assert all(name.startswith("site/media/pictures/") for name in public)
    assert "AllUsers" in str(client.get_object_acl(Bucket="lantern", Key=public[0])["Grants"])
    private = client.list_objects_v2(Bucket="lantern-originals")["Contents"]
    assert [each["Key"] for each in private] == [f"site/originals/{picture.original.name}"]
    acl = client.get_object_acl(Bucket="lantern-originals", Key=private[0]["Key"])["Grants"]
    assert "AllUsers" not in str(acl)


def test_a_server_that_is_away_is_a_disk_that_failed(settings, monkeypatch, tmp_path):
    monkeypatch.setattr("newsroom.buckets.TRIES", 1)
    use(settings, monkeypatch, tmp_path, "s3://KEY:SECRET@s3.example/lantern?endpoint=http://127.0.0.1:9")
    for ask in (
        lambda: default_storage.exists("a"),
        lambda: default_storage.open("a"),
        lambda: default_storage.save("a", ContentFile(b"x")),
        lambda: default_storage.delete("a"),
    ):
        with pytest.raises(BucketAway, match="The bucket could not be used") as caught:
            ask()
        assert isinstance(caught.value, OSError) and "SECRET" not in str(caught.value)
    assert not Picture.objects.exists()


def test_a_wrong_key_is_no_picture_that_is_not_there(bucket, monkeypatch):
    from botocore.exceptions import ClientError
    from storages.backends.s3 import S3Storage

    def refuse(*args, **kwargs):
        answer = {"Error": {"Code": "403"}, "ResponseMetadata": {"HTTPStatusCode": 403}}
        raise ClientError(answer, "HeadObject")

    monkeypatch.setattr(S3Storage, "_open", refuse)
    with pytest.raises(BucketAway, match="ClientError 403"):
        default_storage.open("a")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("file:///a", "does not begin with s3://"),
        ("s3://host/bucket", "has no key and secret"),
        ("s3://KEY:pass/word@host/bucket", "has no key and secret|is no address"),
        ("s3://KEY:SECRET@host/", "names no server with a bucket"),
        ("s3://KEY:SECRET@host/B_CKET", "names no server with a bucket"),
        ("s3://KEY:SECRET@host/bucket?colour=1", "asks for “colour”"),
        ("s3://KEY:SECRET@host/bucket?endpoint=host", "an endpoint that is no address"),
        ("s3://KEY:SECRET@host/bucket?public=https://media.example", "originals need another one"),
        ("s3://KEY:SECRET@host/bucket?acl=public-read", "originals need another one"),
        ("s3://KEY:SECRET@host/bucket?originals=bucket&public=https://media.example", "originals need another one"),
        ("s3://KEY:SECRET@host/bucket?style=odd", "style"),
        ("s3://KEY:SECRET@host:port/bucket", "is no address"),
    ],
)
def test_what_is_no_storage_is_a_sentence(said, problem, tmp_path):
    with pytest.raises(ValueError, match=problem) as caught:
        files(said, tmp_path)
    assert str(caught.value).startswith("MEDIA_STORAGE ") and "MEDIA_STORAGE=s3://KEY:SECRET@s3.eu" in str(caught.value)
    assert "pass" not in str(caught.value)


def test_the_address_is_read(tmp_path):
    found = files("s3://K%40:S%2F@s3.example:9000/lantern/a/b?region=eu&style=virtual", tmp_path)
    options = found.default["OPTIONS"]
    assert (options["access_key"], options["secret_key"], options["location"]) == ("K@", "S/", "a/b/media")
    assert (options["endpoint_url"], options["addressing_style"]) == ("https://s3.example:9000", "virtual")
    assert urlsplit(found.url).path == "/media/" and found.origin == ""
