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
