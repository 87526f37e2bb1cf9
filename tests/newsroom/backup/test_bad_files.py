"""Files that are damaged, foreign, newer or hostile, and disks that are full: one sentence, and nothing is changed."""

import errno
import io
import json
import random
import tarfile

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from articles.models import Article
from newsroom.backup import archive, files, making, rows
from newsroom.backup.making import NotMade, make
from newsroom.backup.restoring import NotRestored, looked_through, restore
from tests.factories import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def backup(tmp_path):
    make_article(headline="Kept", slug="kept")
    make_user()
    make_picture(with_files=True)
    return make(tmp_path / "whole.tar")


def sealed(path, change, source):
    """Write a file anew, with right checksums: `change` gets the members as a list of name and content."""
    with tarfile.open(source) as tar:
        members = [(each.name, tar.extractfile(each).read()) for each in tar if each.name != archive.SUMS]
    with path.open("wb") as file:
        writer = archive.Writer(file, path.parent)
        for name, data in change(members):
            writer.add_bytes(name, data)
        writer.close()
    return path


def refused(path, words):
    before = rows_now()
    with pytest.raises(NotRestored, match=words) as said:
        restore(path, replace=True)
    assert rows_now() == before
    assert "\n" not in str(said.value)


def rows_now():
    return list(Article.objects.order_by("pk").values()), sorted(files.every(storages["default"]))


def test_one_that_is_cut_off_anywhere(backup, tmp_path):
    data = backup.read_bytes()
    for length in (0, 1, 600, 5_000, len(data) // 2, len(data) - 12_000):
        cut = tmp_path / "cut.tar"
        cut.write_bytes(data[:length])
        refused(cut, "cut off|no backup")


def test_a_bit_that_flipped_is_seen_or_is_no_part_of_it(backup, tmp_path):
    data, chance = backup.read_bytes(), random.Random(7)
    harmless = 0
    for _time in range(60):
        broken = bytearray(data)
        broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path = tmp_path / "flipped.tar"
        path.write_bytes(broken)
        try:
            looked_through(path)
        except NotRestored as error:
            assert "damaged" in str(error) or "cut off" in str(error) or "no backup" in str(error)
        else:
            # Between the members of a tar there is space that means nothing.
            with tarfile.open(path) as one, tarfile.open(backup) as other:
                assert [(m.name, one.extractfile(m).read()) for m in one] == [
                    (m.name, other.extractfile(m).read()) for m in other
                ]
            harmless += 1
    assert harmless < 30


def test_what_is_no_backup(backup, tmp_path):
    for data in (b"", b"hello" * 1000, b"\x1f\x8b" + b"\0" * 2000):
        path = tmp_path / "other.tar"
        path.write_bytes(data)
        refused(path, "no backup|cut off")
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo("photo.jpg"))
    refused(path, "no backup")
    refused(tmp_path / "nowhere.tar", "cannot be read")


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/passwd", "media/../../evil", "media/./x", "media\\..\\x", "tables", "other/x", "manifest.json"],
)
def test_members_that_would_go_elsewhere(backup, tmp_path, name):
    path = sealed(tmp_path / "evil.tar", lambda members: [*members, (name, b"x")], backup)
    refused(path, "no backup")


def test_links_are_refused(backup, tmp_path):
    path = tmp_path / "link.tar"
    with tarfile.open(path, "w") as tar:
        head = tarfile.TarInfo(archive.HEAD)
        head.size = 2
        tar.addfile(head, io.BytesIO(b"{}"))
        link = tarfile.TarInfo("media/x")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    refused(path, "no backup")


def manifest_with(change):
    def rewrite(members):
        for name, data in members:
            if name == archive.MANIFEST:
                said = json.loads(data)
                change(said)
                data = json.dumps(said).encode()
            yield name, data

    return rewrite


def test_one_of_a_newer_newsroom(backup, tmp_path):
    newer = manifest_with(lambda said: said["migrations"]["articles"].append("9999_later"))
    refused(sealed(tmp_path / "newer.tar", newer, backup), "newer Newsroom .articles 9999_later.: update")
    refused(sealed(tmp_path / "newer.tar", manifest_with(lambda said: said.update(format=2)), backup), "newer Newsroom")


def test_one_that_is_older_than_these_tables(backup, tmp_path):
    older = manifest_with(lambda said: said["migrations"].pop("work"))
    refused(sealed(tmp_path / "older.tar", older, backup), "older than this database")


def test_rows_that_do_not_fit_change_nothing(backup, tmp_path):
    def swap(members):
        found = dict(members)
        found["tables/articles.Article.jsonl.gz"] = found["tables/articles.Tag.jsonl.gz"]
        return list(found.items())

    refused(sealed(tmp_path / "rows.tar", swap, backup), "Nothing was restored")
    gone = sealed(tmp_path / "gone.tar", lambda members: [m for m in members if "Article.jsonl" not in m[0]], backup)
    refused(gone, "a table is missing")


def test_a_full_disk_leaves_no_half_of_a_site(backup, tmp_path, monkeypatch):
    for file in list(files.every(storages["default"])):
        storages["default"].delete(file)
    kept, put = [], files.put

    def full(*args, **kwargs):
        if len(kept) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        kept.append(args)
        return put(*args, **kwargs)

    monkeypatch.setattr(files, "put", full)
    refused(backup, "No space left")
    assert not list(files.every(storages["default"]))


def test_a_full_disk_leaves_no_half_of_a_backup(tmp_path, monkeypatch):
    where = tmp_path / "backups"
    make(where)

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(rows, "dump", full)
    with pytest.raises(NotMade, match="No space left"):
        make(where)
    assert [path.name.startswith("newsroom-") for path in where.iterdir()] == [True]


def test_a_site_in_use_is_not_replaced_unasked(backup, monkeypatch, capsys):
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(backup))
    monkeypatch.setattr("builtins.input", lambda _words: "yes")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", str(backup), "--replace")


def test_it_is_looked_through_by_the_command(backup, capsys):
    call_command("backup", str(backup), "--verify")
    assert "whole" in capsys.readouterr().out
    backup.write_bytes(backup.read_bytes()[:-20_000])
    with pytest.raises(CommandError, match="cut off|damaged"):
        call_command("backup", str(backup), "--verify")


def test_a_folder_keeps_the_newest(tmp_path, monkeypatch):
    for day in (1, 2, 3):
        (tmp_path / f"newsroom-2020010{day}-000000.tar").touch()
    (tmp_path / "notes.txt").touch()
    call_command("backup", str(tmp_path), "--keep", "2")
    names = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("n"))
    assert len(names) == 3 and names[0] == "newsroom-20200103-000000.tar" and names[-1] == "notes.txt"


def test_secrets_are_named_and_not_written(tmp_path, monkeypatch, settings):
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_live_12345")
    monkeypatch.setenv("DATABASE_URL", "postgres://a:p4ss-of-it@b/c")
    monkeypatch.setenv("BACKUPS_KEPT", "21")
    path = make(tmp_path / "one.tar")
    with tarfile.open(path) as tar:
        said = json.loads(tar.extractfile("settings.json").read())
    assert said["values"]["BACKUPS_KEPT"] == "21"
    assert {"STRIPE_SECRET_KEY", "DATABASE_URL", "SECRET_KEY"} <= set(said["secrets_needed"])
    data = path.read_bytes()
    assert b"sk_live_12345" not in data and b"p4ss-of-it" not in data and settings.SECRET_KEY.encode() not in data
    assert path.stat().st_mode & 0o077 == 0


def test_another_secret_key_is_told(tmp_path, settings):
    path = make(tmp_path / "one.tar")
    settings.SECRET_KEY = "another one, and long enough to be one"
    assert "another SECRET_KEY" in restore(path, replace=True)["notes"][0]


def test_the_night_writes_one(tmp_path, settings):
    settings.BACKUP_DIR, settings.BACKUPS_KEPT = str(tmp_path / "nights"), 2
    making.nightly()
    assert len(list((tmp_path / "nights").glob("newsroom-*.tar"))) == 1
