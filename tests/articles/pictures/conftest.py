"""Small pictures drawn by code, for the cases the shared files do not have."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

Draw = Callable[..., io.BytesIO]

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (30, 60, 200), (230, 200, 40)


@pytest.fixture(scope="session")
def four_corners() -> Image.Image:
    """600 × 400: red, green above blue, yellow, so that every turn and mirror shows."""
    picture = Image.new("RGB", (600, 400), RED)
    picture.paste(GREEN, (300, 0, 600, 200))
    picture.paste(BLUE, (0, 200, 300, 400))
    picture.paste(YELLOW, (300, 200, 600, 400))
    return picture


@pytest.fixture(scope="session")
def saved() -> Draw:
    """Return a function that saves a picture as a file in memory, rewound and perhaps named."""

    def save(picture: Image.Image, format: str, name: str = "", **options: Any) -> io.BytesIO:
        file = io.BytesIO()
        picture.save(file, format, **options)
        file.seek(0)
        file.name = name
        return file

    return save
