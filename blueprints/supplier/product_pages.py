"""What the pages of one product show around its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters import clock
from blueprints.supplier.ladder_preview import preview_of
from blueprints.supplier.part_forms import PartsForm, wants_more
from blueprints.supplier.product_forms import ProductForm
from blueprints.supplier.telling_forms import MarksForm, PropertiesForm
from trade.catalogue.actions import ProductSheet, sheet_of
from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import (
    OwnSKU,
    category_choices,
    own_marks,
    own_product,
    own_skus,
    parts_of,
    pictures_of,
    properties_of,
)
from trade.parties.queries import tax_rates_of
from trade.parties.rules import TaxClass
from trade.pricing.queries import base_ladder, price_calendar
from trade.pricing.rules import Step
from trade.stock.queries import levels
from web.access import actor, call, session
from web.filters import quantity, viewers_zone
from web.tax_words import TAX_CLASSES
from web.timeline import NEWEST, Told, told_together
from web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that somebody else changed meanwhile, beside what was typed."""

    label: str
    theirs: str
    yours: str


def new_form(*, fresh: bool) -> ProductForm:
    """Make the form for a new product; ``fresh`` ignores what was sent."""
    form = ProductForm(formdata=None, data={"unit": "piece", "pack_size": 1, "multiple": 1}) if fresh else ProductForm()
    offer_choices(form)
    return form


def offer_choices(form: ProductForm) -> None:
    """Fill in what a product can be put in: the categories, and the tax classes of today."""
    at = clock.now()
    form.offer(category_choices(session(), at), tax_rates_of(session(), actor().organisation, at))


def edit_form(product: Product, sku: SKU, *, fresh: bool) -> ProductForm:
    """Make the form for a product, filled in with what it says now; its code stays."""
    sheet = sheet_of(product, sku)
    said = {name: getattr(sheet, name) for name in ProductSheet.__dataclass_fields__}
    said |= {"category_id": str(sheet.category_id), "version": product.version}
    form = ProductForm(formdata=None, data=said) if fresh else ProductForm()
    form.code.data = product.code
    if fresh:
        form.write_ladder(base_ladder(session(), sku.id, call().at))
    offer_choices(form)
    if not fresh and not form.tax_class.raw_data:  # a page that does not ask for it leaves it
        form.tax_class.data = str(sheet.tax_class)
        form.tax_class.raw_data = [form.tax_class.data]
    return form


def product_page(
    product_id: UUID,
    form: ProductForm | None = None,
    differing: Sequence[Difference] = (),
    *,
    parts_form: PartsForm | None = None,
    properties_form: PropertiesForm | None = None,
    marks_form: MarksForm | None = None,
) -> dict[str, Any]:
    """Return all that the page of a product shows, with the forms that were refused in place of fresh ones."""
    product, sku = own_product(session(), actor(), product_id)
    form = form or edit_form(product, sku, fresh=True)
    skus = own_skus(session(), actor(), product_id)
    return {
        "form": form,
        "product": product,
        "sku": sku,
        "calendar": price_calendar(session(), actor(), sku.id),
        "now": call().at,
        "differences": differing,
        "preview": preview_of(form, form.unit.data or ""),
        "pictures": pictures_of(session(), product_id),
        "picture_error": "",
        "picture_words": {},
        "skus": skus,
        **_parts(sku, parts_form),
        "properties_form": properties_form or _properties(product_id),
        "marks_form": marks_form or _marks(product_id),
        "today": call().at.astimezone(viewers_zone()).date(),
        "happened": _happened(product_id, skus),
        "newest": NEWEST,
    }


def _happened(product_id: UUID, skus: Sequence[OwnSKU]) -> Sequence[Told]:
    """What happened to a product, its prices and its stock; of several specifications each tells of its own."""
    about = {"product": [product_id]}
    if len(skus) == 1:
        about["sku"] = [skus[0].id]
    return told_together(session(), about, newest=NEWEST)


def _properties(product_id: UUID) -> PropertiesForm:
    form = PropertiesForm(formdata=None)
    form.write(properties_of(session(), product_id))
    return form


def _marks(product_id: UUID) -> MarksForm:
    form = MarksForm(formdata=None)
    form.write(own_marks(session(), actor(), product_id))
    return form


def _parts(sku: SKU, form: PartsForm | None) -> dict[str, Any]:
    """What a pack is made up of, and how many of it there could be; nothing for what is no pack."""
    if not sku.is_pack:
        return {"parts": ()}
    parts = parts_of(session(), [sku.id]).get(sku.id, [])
    if form is None:
        form = PartsForm(formdata=None)
        form.write_parts(parts)
    left = levels(session(), {sku.id, *(part.sku_id for part in parts)})
    return {"parts": parts, "parts_left": left, "parts_form": form, "parts_opened": wants_more()}


def differences(form: ProductForm, product: Product, sku: SKU) -> Sequence[Difference]:
    """Return where the product as it stands now differs from what was typed."""
    now = edit_form(product, sku, fresh=True)
    labels = [name for name in ProductSheet.__dataclass_fields__ if name != "code"]
    found = [Difference(str(form[name].label.text), _shown(now, name), _shown(form, name)) for name in labels]
    found.append(Difference(_("Prices"), _steps_shown(now.steps()), _steps_shown(form.steps())))
    return [difference for difference in found if difference.theirs != difference.yours]


def _shown(form: ProductForm, name: str) -> str:
    if name == "category_id":
        return form.category_names.get(form.category_id.data, "")
    if name == "tax_class":
        return str(TAX_CLASSES[TaxClass(form.tax_class.data)])
    if name == "is_offered":
        return _("yes") if form.is_offered.data else _("no")
    value = form[name].data
    return quantity(value) if isinstance(value, int) else str(value or "")


def _steps_shown(steps: Sequence[Step]) -> str:
    return ", ".join(f"{quantity(step.quantity)}+ {step.unit_price.normalize():f}" for step in steps)
