"""What Newsroom runs on is listed with its licence, and what nobody has read is refused."""

import importlib.util

import pytest

from .fronts import ROOT


@pytest.fixture
def licences(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("licences", ROOT / ".ci/licences.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PAGE", tmp_path / "licences.md")
    return module


def test_the_page_of_the_project_is_the_one_that_is_made(licences):
    assert licences.main(check=False) == 0
    assert licences.PAGE.read_text() == (ROOT / "docs/licences.md").read_text()
    assert licences.main(check=True) == 0


def test_a_page_that_is_out_of_date_is_refused(licences, capsys):
    licences.PAGE.write_text("old")
    assert licences.main(check=True) == 1
    assert "run make licences" in capsys.readouterr().err


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "MIT AND SSPL-1.0", "", "Proprietary"])
def test_a_licence_that_nobody_allowed_is_refused(licences, monkeypatch, capsys, licence):
    monkeypatch.setattr(licences, "said_by", lambda name: licence if name == "django" else "MIT")
    assert licences.main(check=False) == 1
    assert capsys.readouterr().err.startswith("django is under")
    assert not licences.PAGE.exists()
