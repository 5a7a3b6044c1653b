"""A study as bytes, for the database to keep between a piece's job and the conclusion."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adapters.forecasting.panel import Floats, Ints
from adapters.forecasting.pieces import joined
from adapters.forecasting.study import AsOf


@dataclass(frozen=True)
class Piece:
    """All that a conclusion needs of a piece.

    As of 30 days ago: ``scale`` and ``regional_scale`` are MASE's units, ``regional_naive`` is last week again of each SKU × region,
    and ``family_days`` and ``region_days`` are what each category (as in ``family_names``) and region had sold a day.
    """

    sku_ids: list[str]
    families: list[str]
    regions: list[str]
    owner: Ints
    region: Ints
    past: Floats
    missed_days: Ints
    promoted_days: Ints
    worth: Floats
    scale: Floats
    regional_scale: Floats
    regional_naive: Floats
    family_days: Floats
    region_days: Floats
    studied: list[AsOf]

    @property
    def family_names(self) -> list[str]:
        """Its categories, in the order in which its SKUs come to them."""
        return list(dict.fromkeys(self.families))

    @property
    def sum_days(self) -> dict[str, Floats]:
        """What the sums of each level above a SKU had sold a day; rows are in the order of their names."""
        return {
            "category": self.family_days,
            "region": self.region_days,
            "all": self.family_days.sum(axis=0, keepdims=True),
        }


def packed(piece: Piece) -> bytes:
    """Write a piece; half precision is enough for none of it, single is for all."""
    arrays: dict[str, Any] = {
        "sku_ids": np.array(piece.sku_ids, dtype=np.str_),
        "families": np.array(piece.families, dtype=np.str_),
        "regions": np.array(piece.regions, dtype=np.str_),
        "owner": piece.owner.astype(np.int32),
        "region": piece.region.astype(np.int32),
        "past": piece.past.astype(np.float32),
        "missed_days": piece.missed_days.astype(np.int32),
        "promoted_days": piece.promoted_days.astype(np.int32),
        "worth": piece.worth,
        "scale": piece.scale.astype(np.float32),
        "regional_scale": piece.regional_scale.astype(np.float32),
        "regional_naive": piece.regional_naive.astype(np.float32),
        "family_days": piece.family_days.astype(np.float32),
        "region_days": piece.region_days.astype(np.float32),
        "days_before": np.array([part.days_before for part in piece.studied]),
    }
    for number, part in enumerate(piece.studied):
        arrays[f"by_model{number}"] = part.by_model.astype(np.float32)
        arrays[f"kind{number}"] = part.kind.astype(np.int8)
        arrays[f"shares{number}"] = part.shares.astype(np.float32)
        if part.actual is not None and part.regional_actual is not None:
            arrays[f"actual{number}"] = part.actual.astype(np.float32)
            arrays[f"regional_actual{number}"] = part.regional_actual.astype(np.float32)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def unpacked(content: bytes) -> Piece:
    """Read a piece back. Nothing in it is code: pickles are refused."""
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        studied = [
            AsOf(
                int(days),
                _floats(found[f"by_model{number}"]),
                found[f"kind{number}"].astype(np.int64),
                _floats(found[f"shares{number}"]),
                _floats(found[f"actual{number}"]) if days else None,
                _floats(found[f"regional_actual{number}"]) if days else None,
            )
            for number, days in enumerate(found["days_before"])
        ]
        return Piece(
            sku_ids=list(map(str, found["sku_ids"])),
            families=list(map(str, found["families"])),
            regions=list(map(str, found["regions"])),
            owner=found["owner"].astype(np.int64),
            region=found["region"].astype(np.int64),
            past=_floats(found["past"]),
            missed_days=found["missed_days"].astype(np.int64),
            promoted_days=found["promoted_days"].astype(np.int64),
            worth=found["worth"],
            scale=_floats(found["scale"]),
            regional_scale=_floats(found["regional_scale"]),
            regional_naive=_floats(found["regional_naive"]),
            family_days=_floats(found["family_days"]),
            region_days=_floats(found["region_days"]),
            studied=studied,
        )


def merged(pieces: Sequence[Piece]) -> Piece:
    """All pieces as one; regions get common numbers."""
    names = sorted({name for piece in pieces for name in piece.regions})
    families = list(dict.fromkeys(family for piece in pieces for family in piece.families))
    offsets = np.cumsum([0, *(len(piece.sku_ids) for piece in pieces)])[:-1]
    numbers = [np.array([names.index(name) for name in piece.regions], dtype=np.int64) for piece in pieces]
    return Piece(
        [sku for piece in pieces for sku in piece.sku_ids],
        [family for piece in pieces for family in piece.families],
        names,
        np.concatenate([piece.owner + offset for piece, offset in zip(pieces, offsets, strict=True)]),
        np.concatenate([number[piece.region] for piece, number in zip(pieces, numbers, strict=True)]),
        np.concatenate([piece.past for piece in pieces]),
        np.concatenate([piece.missed_days for piece in pieces]),
        np.concatenate([piece.promoted_days for piece in pieces]),
        pieces[0].worth,
        np.concatenate([piece.scale for piece in pieces]),
        np.concatenate([piece.regional_scale for piece in pieces]),
        np.concatenate([piece.regional_naive for piece in pieces]),
        _added(families, ((piece.family_names, piece.family_days) for piece in pieces)),
        _added(names, ((piece.regions, piece.region_days) for piece in pieces)),
        joined([piece.studied for piece in pieces]),
    )


def _added(names: Sequence[str], parts: Iterable[tuple[Sequence[str], Floats]]) -> Floats:
    """Add the parts' rows of the same name; a row for each of ``names``."""
    place = {name: number for number, name in enumerate(names)}
    found: Floats = np.sum(
        [_spread(len(names), [place[label] for label in labels], rows) for labels, rows in parts], axis=0
    )
    return found


def _spread(count: int, places: Sequence[int], rows: Floats) -> Floats:
    found = np.zeros((count, rows.shape[1]))
    found[places] = rows
    return found


def _floats(values: np.ndarray) -> Floats:
    return values.astype(np.float64)
