"""The door for files (promise S6): hundreds of hostile files at once, and what a good one becomes."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from adapters.confinement import FILES
from adapters.files import check_file, check_files
from tests.adapters import hostile
from trade.files.ports import Checked, Sent
from trade.files.rules import BYTES_MAX, FileFault, FileKind, FileRefused, are_alike, differing

PAPER = hostile.pdf(b"/Lang (en)")


def fault_of(content: bytes, kind: FileKind = FileKind.PHOTO) -> FileFault:
    with pytest.raises(FileRefused) as refused:
        check_file(Sent("x.jpg", content), kind)
    return refused.value.fault


def test_hundreds_of_hostile_files_do_no_harm_and_the_good_ones_among_them_are_taken() -> None:
    files = hostile.for_the_door()
    assert len(files) >= 250
    assert len({name for name, _ in files}) == len(files)
    good = Sent("good.jpg", hostile.photo(width=300, height=200))
    sent = [Sent(name, content) for name, content in files]
    answers = check_files([good, *sent, good], FileKind.DOCUMENT)

    assert isinstance(answers[0], Checked)
    assert answers[0] == answers[-1], "what stood between has changed nothing"
    for one, answer in zip(sent, answers[1:-1], strict=True):
        if isinstance(answer, Checked):  # a decoder made something of it: what is kept is our own drawing
            assert answer.media_type == "image/jpeg", one.title
            assert Image.open(io.BytesIO(answer.content)).format == "JPEG", one.title
            assert b"<script" not in answer.content
    taken = [one.title for one, answer in zip(sent, answers[1:-1], strict=True) if isinstance(answer, Checked)]
    assert len(taken) <= 40, taken
    assert all("pdf" not in title and "x" * 5 not in title for title in taken), taken


def test_the_child_is_small_and_quick() -> None:
    assert FILES.memory <= 256 * 1024 * 1024
    assert FILES.seconds <= 5


@pytest.mark.parametrize(
    ("content", "kind", "fault"),
    [
        (b"", FileKind.PHOTO, FileFault.EMPTY),
        (b"x" * (BYTES_MAX["photo"] + 1), FileKind.PHOTO, FileFault.TOO_LARGE),
        (hostile.png(30_000, 30_000), FileKind.PHOTO, FileFault.TOO_MANY_PIXELS),
        (b"<svg onload='alert(1)'/>", FileKind.PHOTO, FileFault.NOT_A_PHOTO),
        (b"<svg onload='alert(1)'/>", FileKind.DOCUMENT, FileFault.NOT_A_DOCUMENT),
        (PAPER, FileKind.PHOTO, FileFault.NOT_A_PHOTO),
        (hostile.pdf(b"/S /J#61vaScript"), FileKind.DOCUMENT, FileFault.ACTIVE),
        (hostile.pdf(b"/Encrypt 5 0 R"), FileKind.DOCUMENT, FileFault.LOCKED),
        (PAPER[:-8], FileKind.DOCUMENT, FileFault.BROKEN),
        (hostile.pdf(hostile.stream(b"0" * 18_000_000)), FileKind.DOCUMENT, FileFault.TOO_HEAVY),
    ],
)  # fmt: skip
def test_what_is_refused_has_its_reason(content: bytes, kind: FileKind, fault: FileFault) -> None:
    assert fault_of(content, kind) is fault


def test_a_photo_is_drawn_anew_upright_small_and_without_what_it_told_of_its_place() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x0112] = 6  # the camera was turned
    taken = check_file(Sent("../../IMG\0_1.JPG", hostile.photo(width=4000, height=1000, exif=exif)), FileKind.PHOTO)
    kept = Image.open(io.BytesIO(taken.content))
    assert (kept.format, kept.size) == ("JPEG", (512, 2048))
    assert not kept.getexif()
    assert b"secret place" not in taken.content
    assert (taken.media_type, taken.title) == ("image/jpeg", "IMG_1.JPG")


def test_a_paper_is_kept_as_it_came_and_a_photo_of_one_is_drawn_anew() -> None:
    taken = check_file(Sent("Licence 营业执照.pdf", PAPER), FileKind.DOCUMENT)
    assert (taken.content, taken.media_type, taken.dhash) == (PAPER, "application/pdf", None)
    scan = check_file(Sent("licence.png", hostile.photo("PNG")), FileKind.DOCUMENT)
    assert (scan.media_type, scan.dhash) == ("image/jpeg", None)


def test_the_same_photo_pressed_harder_or_made_smaller_is_known_again_and_another_is_not() -> None:
    first = Image.effect_mandelbrot((800, 600), (-2, -1, 1, 1), 60).convert("RGB")
    ways = [
        first,
        first.resize((320, 240)),
        Image.effect_mandelbrot((800, 600), (-0.5, -1, 0.2, 0.4), 60).convert("RGB"),
    ]
    files = []
    for picture, quality in zip(ways, (90, 40, 90), strict=True):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality)
        files.append(check_file(Sent("a.jpg", out.getvalue()), FileKind.PHOTO).dhash)
    assert None not in files
    assert are_alike(files[0] or 0, files[1] or 0)
    assert not are_alike(files[0] or 0, files[2] or 0)
    assert differing(-1, 0) == 64


def test_who_looks_at_files_has_neither_our_secrets_nor_our_libraries_of_business() -> None:
    code = "import adapters.files.child, sys; print([m for m in sys.modules if m.split('.')[0] in ('flask', 'sqlalchemy', 'psycopg')])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "[]"
