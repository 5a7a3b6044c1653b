"""A seller adds a picture by its form; everybody gets it in the lightest form that their browser draws."""

from __future__ import annotations

import io
import re

from PIL import Image

AVIF = "image/avif,image/webp,*/*"


def file(content: bytes = b"") -> tuple[io.BytesIO, str]:
    if not content:
        out = io.BytesIO()
        Image.effect_noise((300, 200), 60).save(out, "PNG")
        content = out.getvalue()
    return io.BytesIO(content), "IMG_0001.png"


def test_a_picture_is_added_shown_to_everybody_and_kept_by_browsers(owner, market, stranger):
    market.goods(stock=0)
    ((product_id,),) = market.rows("SELECT id FROM products")
    page = owner.get("supplier.product", product_id=product_id)
    assert "No picture yet" in page.words()
    owner.press(page, "Add the picture", {"Add a picture": file()})
    page = owner.get("supplier.product", product_id=product_id)
    image = page.soup.select_one("#pictures img")
    assert (image["width"], image["height"], image["loading"]) == ("300", "200", "lazy"), "nothing jumps"
    ((name,),) = market.rows("SELECT picture FROM products")
    assert re.fullmatch(r"[\w-]{20}", name)
    for accept, kind in ((AVIF, "avif"), ("image/webp,*/*", "webp"), ("*/*", "jpeg"), ("", "jpeg")):
        answer = stranger.browser.get(f"/pictures/{name}/thumb", headers={"Accept": accept})
        assert (answer.status_code, answer.content_type) == (200, f"image/{kind}")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Accept" in answer.headers["Vary"]
        assert Image.open(io.BytesIO(answer.data)).format == kind.upper()
        assert len(answer.data) <= 3072
    assert stranger.browser.get("/pictures/AAAAAAAAAAAAAAAAAAAA/thumb").status_code == 404
    window = stranger.get("shop.products")
    assert window.soup.select_one(f'img[src="/pictures/{name}/thumb"][width="64"][height="64"][loading="lazy"]')


def test_what_is_no_picture_is_refused_in_words_and_changes_nothing(owner, market):
    market.goods(stock=0)
    ((product_id,),) = market.rows("SELECT id FROM products")
    page = owner.get("supplier.product", product_id=product_id)
    page = owner.press(page, "Add the picture", {"Add a picture": file(b"<svg onload=alert(1)>")}, expect=422)
    assert "This is not a picture that can be read" in page.words()
    page = owner.press(page, "Add the picture", expect=422)
    assert "Choose a picture first." in page.words()
    assert market.rows("SELECT count(*) FROM pictures") == [(0,)]


def test_a_gallery_is_ordered_described_replaced_and_seen_by_shops(owner, market, at_desk):
    sku_id = market.goods(name="Kettle", name_zh="水壶")
    ((product_id,),) = market.rows("SELECT id FROM products")
    for _ in range(2):
        owner.press(owner.get("supplier.product", product_id=product_id), "Add the picture", {"Add a picture": file()})
    first, second = (row[0] for row in market.rows("SELECT id FROM pictures ORDER BY position"))
    page = owner.get("supplier.product", product_id=product_id)
    owner.press(page, "Later")
    assert [row[0] for row in market.rows("SELECT id FROM pictures ORDER BY position")] == [second, first]
    said = {"words": "A blue kettle on a stove", "words_zh": "炉上的蓝水壶"}
    owner.post("supplier.describe_picture", said, product_id=product_id, picture_id=second)
    shop = at_desk(market.retailer).get("retailer.product", sku_id=sku_id)
    images = shop.soup.select(".shots img")
    assert [image["alt"] for image in images] == ["A blue kettle on a stove", "Picture 2 of Kettle"]
    assert [image.get("loading") for image in images] == [None, "lazy"], "the first is there at once"
    assert [image.get("fetchpriority") for image in images] == ["high", None]
    assert all(image["width"] and image["height"] for image in images), "nothing jumps"
    before = market.rows("SELECT name FROM pictures WHERE id = :id", id=second)
    owner.post("supplier.replace_picture", {"picture": file()}, product_id=product_id, picture_id=second)
    assert market.rows("SELECT name FROM pictures WHERE id = :id", id=second) != before
    page = owner.post(
        "supplier.replace_picture",
        {"picture": file(b"no picture")},
        expect=422,
        product_id=product_id,
        picture_id=second,
    )
    assert "This is not a picture that can be read." in page.words()
    page = owner.post(
        "supplier.describe_picture", {"words": "w" * 161}, expect=422, product_id=product_id, picture_id=second
    )
    assert "Use at most 160 characters." in page.words()
    assert page.soup.find("input", value="w" * 161), "what was typed is not lost"
