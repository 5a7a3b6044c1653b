"""Files: whose they are, who is shown them, what is forgotten; a folder and a bucket keep them alike."""

from __future__ import annotations

import socket
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.files import Store, store_of
from settings import Settings
from tests.trade.market import Market
from trade.files.actions import attach, forget_unattached, keep_file
from trade.files.ports import Checked
from trade.files.queries import files, own_unattached, photos_like, stored_file
from trade.files.rules import FileKind, title_of
from trade.kernel.actor import Actor
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.work import Work, action, bind_actor

PHOTO = Checked(FileKind.PHOTO, "image/jpeg", "box.jpg", b"photo", 0b1011)
TRICKS = ("../../etc/passwd", "..\\..\\win.ini", "/etc/shadow", "C:\\x\\y.jpg", "a\0.jpg", "a\n.jpg", "..", ".", "", "con:aux|?*", "\u202egpj.exe",
          "a" * 4_000 + ".jpg", "\ufeff", "~/.ssh/id", "%2e%2e%2fx", "http://127.0.0.1/", "\\\\host\\share\\x", "a/../../b.jpg")  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of(Settings(var=tmp_path))


@action()
def attached(work: Work, file_ids: list[UUID], readers: tuple[UUID, ...] = ()) -> None:
    attach(work, file_ids, readers)


def seen_by(market: Market, actor: Actor, *file_ids: UUID) -> list[UUID]:
    bind_actor(market.session, actor)
    found = [row.id for row in files(market.session, file_ids)]
    market.session.rollback()
    return found


def test_a_file_is_seen_by_its_owner_the_platform_and_whom_it_is_shown_to(market: Market, store: Store) -> None:
    file_id = keep_file(market.by(market.retailer), PHOTO, store)
    assert [seen_by(market, who, file_id) for who in (market.retailer, market.maker)] == [[file_id]] * 2
    assert [seen_by(market, who, file_id) for who in (market.supplier, market.rival, Actor.nobody())] == [[]] * 3
    attached(market.by(market.retailer), [file_id], (market.supplier.organisation,))
    assert seen_by(market, market.supplier, file_id) == [file_id]
    assert seen_by(market, market.rival, file_id) == []
    bind_actor(market.session, market.supplier)
    assert store.read(stored_file(market.session, file_id).name) == b"photo"


def test_nobody_attaches_or_finds_anothers_file_and_a_visitor_keeps_none(market: Market, store: Store) -> None:
    file_id = keep_file(market.by(market.retailer), PHOTO, store)
    for stranger in (market.neighbour, market.supplier):
        with market.refuses(NotFound):
            attached(market.by(stranger), [file_id])
    with market.refuses(NotFound):
        attached(market.by(market.retailer), [file_id, uuid4()])
    with market.refuses(NotAllowed):
        keep_file(market.by(Actor.nobody()), PHOTO, store)
    assert market.rows("SELECT count(*) FROM files WHERE attached_at IS NULL") == [(1,)]


def test_a_form_opened_again_finds_what_was_sent_and_what_nobody_used_is_forgotten(
    market: Market, store: Store, tmp_path: Path
) -> None:
    used, unused = (keep_file(market.by(market.retailer), PHOTO, store) for _ in range(2))
    attached(market.by(market.retailer), [used])
    with market.as_system() as session:
        assert [row.id for row in own_unattached(session, market.retailer, FileKind.PHOTO)] == [unused]
    assert forget_unattached(market.by(Actor.system())) == ()
    market.later(days=3)
    (name,) = forget_unattached(market.by(Actor.system()))
    store.remove(name)
    store.remove(name)
    assert market.rows("SELECT id FROM files") == [(used,)]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_the_same_photo_is_found_whoever_sent_it(market: Market, store: Store) -> None:
    hashes = (0b1011, 0b1010, -1, -2, 1 << 62)
    ids = [
        keep_file(market.by(who), Checked(FileKind.PHOTO, "image/jpeg", "", b"p", one), store)
        for who, one in zip((market.retailer, market.neighbour) * 3, hashes, strict=False)
    ]
    with market.as_system() as session:
        assert [(one.file_id, one.bits) for one in photos_like(session, ids[2])] == [(ids[3], 1)]
        assert [(one.file_id, one.bits) for one in photos_like(session, ids[0])] == [(ids[1], 1), (ids[4], 4)]
        assert photos_like(session, uuid4()) == []


@pytest.mark.parametrize("trick", TRICKS)
def test_a_name_is_never_a_path(trick: str, store: Store, tmp_path: Path) -> None:
    title = title_of(trick)
    assert not set(title) & set('/\\:*?"<>|\0\n\u202e')
    assert title not in {".", ".."}
    assert len(title) <= 120
    for do in (store.read, store.remove, lambda name: store.keep(name, b"x")):
        with pytest.raises(ValueError, match="no name of a file"):
            do(trick)
    assert list(tmp_path.rglob("*")) == []


@given(st.text())
def test_a_title_is_the_same_when_it_is_made_again(text: str) -> None:
    assert title_of(title_of(text)) == title_of(text)


def test_a_bucket_keeps_files_like_a_folder() -> None:
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - slow to load

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    try:
        import boto3  # noqa: PLC0415 - comes with moto

        endpoint = f"http://127.0.0.1:{port}"
        boto3.client(
            "s3", "us-east-1", endpoint_url=endpoint, aws_access_key_id="k", aws_secret_access_key="s"
        ).create_bucket(Bucket="goods")
        given = Settings(
            files_store="s3://goods/files", s3_endpoint=endpoint, s3_region="us-east-1", s3_key="k", s3_secret="s"
        )
        bucket, name = store_of(given), "A" * 32
        assert bucket.read(name) is None
        bucket.keep(name, b"photo")
        assert bucket.read(name) == b"photo"
        bucket.remove(name)
        bucket.remove(name)
        assert bucket.read(name) is None
    finally:
        server.stop()
