"""Pictures: drawn anew by a child with limits, kept under names nobody can guess, shown in the seller's order."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from adapters.pictures import Folder, draw_anew
from tests.trade.market import Market
from trade.catalogue.actions import (
    TooManyPictures,
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
    replace_picture,
    show_first,
)
from trade.catalogue.models import Product
from trade.catalogue.ports import BYTES_MAX, THUMB_BYTES_MAX, Drawn, PictureFault, PictureRefused
from trade.catalogue.queries import pictures_of
from trade.kernel.errors import InvalidInput, NotFound

PLAIN = Drawn(10, 10, {"thumb.jpeg": b"x"})


def photo(width: int = 1200, height: int = 800, kind: str = "JPEG", **values: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, kind, **values)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Make the head of a PNG that claims to be huge, and little behind it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_even_the_noisiest_photo_makes_thumbs_of_three_kilobytes_in_three_formats_without_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x0112] = 6  # the camera was turned
    drawn = draw_anew(photo(exif=exif))
    assert (drawn.width, drawn.height) == (640, 960), "it stands upright now"
    assert {name for name in drawn.files if len(drawn.files[name]) <= THUMB_BYTES_MAX} == {
        "thumb.avif", "thumb.webp", "thumb.jpeg",
    }  # fmt: skip
    for name, body in drawn.files.items():
        picture = Image.open(io.BytesIO(body))
        assert picture.format == name.partition(".")[2].upper()
        assert not picture.getexif()
        assert b"secret place" not in body


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", PictureFault.EMPTY),
        (b"x" * (BYTES_MAX + 1), PictureFault.TOO_LARGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", PictureFault.NOT_A_PICTURE),
        (photo(40, 40, "GIF"), PictureFault.NOT_A_PICTURE),
        (photo(400, 400)[:3000], PictureFault.NOT_A_PICTURE),
        (bomb(30_000, 30_000), PictureFault.TOO_MANY_PIXELS),
    ],
    ids=["nothing", "too large", "svg", "gif", "cut off", "bomb"],
)
def test_what_is_no_sound_picture_is_refused_by_its_content_and_size(content: bytes, fault: PictureFault) -> None:
    with pytest.raises(PictureRefused) as caught:
        draw_anew(content)
    assert caught.value.fault == fault


def test_transparent_parts_become_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    drawn = draw_anew(out.getvalue())
    assert Image.open(io.BytesIO(drawn.files["page.jpeg"])).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("name", ["../../secret_key", "..", "a/b", "A" * 20 + "\0", "", "A" * 60])
def test_the_store_reads_nothing_but_its_own_files(tmp_path: Path, name: str) -> None:
    store = Folder(tmp_path / "pictures")
    (tmp_path / "secret_key").write_text("s")
    assert store.read(name, "thumb.jpeg") is None
    assert store.read("A" * 20, "../../secret_key") is None


def product_of(market: Market) -> UUID:
    market.goods(stock=0)
    ((product_id,),) = market.rows("SELECT id FROM products")
    found: UUID = product_id
    return found


def test_the_first_picture_is_the_products_and_the_next_takes_its_place(market: Market, tmp_path: Path) -> None:
    product_id, store, seller = product_of(market), Folder(tmp_path), market.supplier
    ids = [add_picture(market.by(seller), product_id, PLAIN, store) for _ in range(3)]
    show_first(market.by(seller), product_id, ids[2])
    with market.as_system() as session:
        rows = pictures_of(session, product_id)
    assert [row.id for row in rows] == [ids[2], ids[0], ids[1]]
    assert market.rows("SELECT picture FROM products") == [(rows[0].name,)]
    assert store.read(rows[0].name, "thumb.jpeg") == b"x"
    for picture_id, left in ((ids[2], rows[1].name), (ids[1], rows[1].name), (ids[0], "")):
        remove_picture(market.by(seller), product_id, picture_id)
        assert market.rows("SELECT picture FROM products") == [(left,)]


def test_a_ninth_picture_and_a_rivals_are_refused(market: Market, tmp_path: Path) -> None:
    product_id, store = product_of(market), Folder(tmp_path)
    for _ in range(8):
        add_picture(market.by(market.supplier), product_id, PLAIN, store)
    with market.refuses(TooManyPictures):
        add_picture(market.by(market.supplier), product_id, PLAIN, store)
    with market.refuses(NotFound):
        add_picture(market.by(market.rival), product_id, PLAIN, store)


def test_pictures_change_places_and_lists_show_the_first(market: Market, tmp_path: Path) -> None:
    store, product_id = Folder(tmp_path), _product(market)
    ids = [add_picture(market.by(market.supplier), product_id, PLAIN, store) for _ in range(3)]
    moves = (
        (2, False, (0, 2, 1)),
        (2, False, (2, 0, 1)),
        (2, False, (2, 0, 1)),
        (2, True, (0, 2, 1)),
        (1, True, (0, 2, 1)),
    )
    for moved, later, order in moves:
        move_picture(market.by(market.supplier), product_id, ids[moved], later=later)
        with market.as_system() as session:
            shown = pictures_of(session, product_id)
            assert [row.id for row in shown] == [ids[number] for number in order]
            assert session.get_one(Product, product_id).picture == shown[0].name
    with market.refuses(NotFound):
        move_picture(market.by(market.rival), product_id, ids[0], later=True)


def test_a_replaced_picture_keeps_its_place_and_words_under_a_new_name(market: Market, tmp_path: Path) -> None:
    store, product_id = Folder(tmp_path), _product(market)
    ids = [add_picture(market.by(market.supplier), product_id, PLAIN, store) for _ in range(2)]
    describe_picture(market.by(market.supplier), product_id, ids[0], words="A tin", words_zh="罐装")
    with market.as_system() as session:
        before = pictures_of(session, product_id)
    replace_picture(market.by(market.supplier), product_id, ids[0], Drawn(30, 20, {"thumb.avif": b"new"}), store)
    with market.as_system() as session:
        first, second = pictures_of(session, product_id)
        assert session.get_one(Product, product_id).picture == first.name
    assert second == before[1]
    assert (first.id, first.width, first.words, first.words_zh) == (ids[0], 30, "A tin", "罐装")
    assert first.name != before[0].name
    assert store.read(first.name, "thumb.avif") == b"new"
    with market.refuses(NotFound):
        replace_picture(market.by(market.rival), product_id, ids[0], PLAIN, store)


def test_words_of_a_picture_are_short(market: Market, tmp_path: Path) -> None:
    product_id = _product(market)
    picture_id = add_picture(market.by(market.supplier), product_id, PLAIN, Folder(tmp_path))
    with market.refuses(InvalidInput, field="words_zh"):
        describe_picture(market.by(market.supplier), product_id, picture_id, words="", words_zh="字" * 161)


def _product(market: Market) -> UUID:
    market.goods(stock=0)
    product_id: UUID = market.rows("SELECT id FROM products")[0][0]
    return product_id
