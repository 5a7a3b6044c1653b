"""The columns of a sheet of products: by which titles they are known, and what is said of their cells."""

from collections.abc import Iterable, Sequence
from typing import Final

from blueprints.supplier.ladder_words import problem_sentence
from trade.catalogue.rules import marks_cell, parts_cell, properties_cell
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.tallies import Tally, tallied
from trade.pricing.rules.ladders import STEPS_MAX, LadderProblem, Step
from trade.pricing.rules.rows import GoodFault, JudgedGood
from web.filters import quantity
from web.sentences import FIELD_SENTENCES
from web.tax_words import TAX_CLASSES
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import state_word

TITLES: Final[dict[str, LazyString]] = (
    {
        "code": _l("Code"),
        "name": _l("Name"),
        "name_zh": _l("Name in Chinese"),
        "category": _l("Category"),
        "specification": _l("Specification"),
        "unit": _l("Unit"),
        "pack_size": _l("Units in a carton"),
        "moq": _l("Smallest order"),
        "multiple": _l("Sold in multiples of"),
        "barcode": _l("Barcode"),
        "state": _l("State"),
    }
    | {
        f"{kind}_{n}": title
        for n in range(1, STEPS_MAX + 1)
        for kind, title in (("from", _l("Step %(n)s: from", n=n)), ("price", _l("Step %(n)s: price", n=n)))
    }
    | {
        "marks": _l("Marks"),
        "properties": _l("Product details"),
        "parts": _l("Parts of the pack"),
        "tax_class": _l("Tax class"),
    }
)

READ: Final[dict[str, Sequence[str]]] = (
    {
        "code": ("code", "sku", "item", "itemno", "itemcode", "代码", "编码", "商品编码", "货号"),
        "name": ("name", "product", "title", "productname", "名称", "商品名称", "品名"),
        "name_zh": ("nameinchinese", "namezh", "chinesename", "中文名称", "中文名"),
        "category": ("category", "shelf", "分类", "类目", "品类"),
        "specification": ("specification", "spec", "variant", "规格"),
        "unit": ("unit", "uom", "单位", "计量单位"),
        "pack_size": ("unitsinacarton", "packsize", "pack", "cartonqty", "每箱数量", "装箱数", "箱规"),
        "moq": ("smallestorder", "moq", "minimum", "minimumorder", "起订量", "最小起订量"),
        "multiple": ("soldinmultiplesof", "multiple", "ordermultiple", "订货倍数", "倍数"),
        "barcode": ("barcode", "ean", "gtin", "upc", "条码", "条形码"),
        "state": ("state", "status", "状态"),
    }
    | {
        name: words
        for n in range(1, STEPS_MAX + 1)
        for name, words in (
            (f"from_{n}", (f"step{n}from", f"from{n}", f"第{n}档起始数量", f"数量{n}")),
            (
                f"price_{n}",
                (
                    f"step{n}price",
                    f"price{n}",
                    f"第{n}档单价",
                    f"单价{n}",
                    *(("price", "unitprice", "单价", "价格") if n == 1 else ()),
                ),
            ),
        )
    }
    | {
        "marks": ("marks", "certifications", "certificates", "认证标志", "认证"),
        "properties": ("productdetails", "properties", "specs", "attributes", "商品参数", "参数"),
        "parts": ("partsofthepack", "parts", "packparts", "bundle", "套装内容", "套装组成"),
        "tax_class": ("taxclass", "tax", "vat", "vatrate", "taxrate", "税率类别", "税率", "税种"),
    }
)
"""Titles by which a column is known, folded: those that we write in either language, and what others call them."""

_OF_MANY: Final[dict[str, LazyString]] = {
    "twice": _l("The code stands in the sheet more than once."),
    "family": _l("Rows of one product differ: name, category and tax class hold for all its specifications."),
    "not_multiple": _l("The smallest order must be a multiple of what it is sold in."),
    "marks": _l("This is no mark. Write its name, its number and its last day: CE | NB-0123 | 2027-03-31"),
    "properties": _l("This is no property. Write a name and a value: Net weight: 500 g"),
    "part_unknown": _l("You have no product with this code. Add it first."),
    "part_nested": _l("A part is a pack itself. Enter what it is made up of instead."),
    "part_twice": _l("A part stands in one cell twice. Add the two up."),
    LadderProblem.FIRST_STEP_NOT_MOQ: _l("The first step must begin at the smallest order."),
    LadderProblem.STEP_NOT_MULTIPLE: _l("Begin each step at a multiple of what the product is sold in."),
}
"""Sentences for a fault in many rows, where that of one row names something of its own."""


def fault_words(row: JudgedGood) -> list[tuple[str, str, str]]:
    """What is wrong with a row, as column, sentence, and what stands in the cell where nothing beside it says so."""
    return [(str(TITLES[fault.column]), _sentence(fault), _beside(row, fault)) for fault in row.faults]


def sums_of(rows: Iterable[JudgedGood]) -> list[Tally[GoodFault]]:
    """How many rows have each fault, the most frequent first."""
    return tallied((row.number, fault.sort, fault.value(row.cells)) for row in rows for fault in row.faults)


def sum_words(fault: GoodFault) -> str:
    """What is wrong with many rows, whatever differs from row to row."""
    said = _OF_MANY.get(str(fault.fact) if fault.kind == "ladder" else fault.kind)
    return _("%(code)s: %(told)s", code=TITLES[fault.column], told=_sentence(fault) if said is None else said)


def changes_of(row: JudgedGood) -> list[tuple[str, str, str]]:
    """What changes, as column, before and after."""
    if row.known is None:
        return []
    names = ("name", "name_zh", "specification", "unit", "pack_size", "moq", "multiple", "barcode")
    before, after = row.known.good, row.after
    found = [(str(TITLES[n]), str(getattr(before, n)), str(getattr(after, n))) for n in names]
    found.append((str(TITLES["state"]), str(state_word(before.state).word), str(state_word(after.state).word)))
    found.append((_("Prices"), _steps(before.steps), _steps(after.steps)))
    found.append((str(TITLES["tax_class"]), str(TAX_CLASSES[before.tax_class]), str(TAX_CLASSES[after.tax_class])))
    for name, write in (("marks", marks_cell), ("properties", properties_cell), ("parts", parts_cell)):
        was, will = write(getattr(before, name)), write(getattr(after, name))
        found.append((str(TITLES[name]), was, will or (was and _("none"))))
    changed = [one for one in found if one[1] != one[2]]
    if before.category_id != after.category_id:
        changed.append((str(TITLES["category"]), "", _("another one")))
    return changed


def _beside(row: JudgedGood, fault: GoodFault) -> str:
    return "" if fault.quoted or fault.column == "code" else row.cells.get(fault.column, "")


def _steps(steps: Sequence[Step]) -> str:
    return ", ".join(f"{quantity(step.quantity)}+ {step.unit_price.normalize():f}" for step in steps)


def _classes() -> dict[str, LazyString]:
    return {str(tax_class): word for tax_class, word in TAX_CLASSES.items()}


def _sentence(fault: GoodFault) -> str:
    if fault.kind == "ladder":
        return problem_sentence(LadderProblem(str(fault.fact)), fault.rule)
    return {
        "missing": _("Fill this in."),
        "too_long": _("Use at most %(max)d characters.", max=fault.fact if isinstance(fault.fact, int) else 0),
        "twice": _("Row %(row)s has this code already.", row=fault.fact),
        "count": _("Enter a whole number such as 12."),
        "too_large": _("Enter at most %(most)s.", most=quantity(QUANTITY_MAX)),
        "price": _("Enter an amount with a point before its fraction, such as 1240.50."),
        "state": _(
            "Write “%(offered)s” or “%(withdrawn)s”.",
            offered=state_word("offered").word,
            withdrawn=state_word("withdrawn").word,
        ),
        "all_withdrawn": _("The product is not for sale in any specification. Change that on its own page first."),
        "category": _("Write the name of one of the market's categories."),
        "not_multiple": _("The smallest order must be a multiple of %(multiple)s.", multiple=fault.fact),
        "family": _(
            "Row %(row)s says something else of the same product: name, category and tax class hold for all its specifications.",
            row=fault.fact,
        ),
        "specification": _("Another specification of this product is called so."),
        "marks": _(
            "“%(entry)s” is no mark. Write its name, its number and its last day: CE | NB-0123 | 2027-03-31",
            entry=fault.fact,
        ),
        "marks_taken": _("A mark stands twice here."),
        "marks_too_long": _("A certificate’s number is too long."),
        "properties": _("“%(entry)s” is no property. Write a name and a value: Net weight: 500 g", entry=fault.fact),
        "properties_too_many": _("There are too many properties here."),
        "properties_required": _("Each property needs a name and a value."),
        "properties_too_long": _("A property is too long."),
        "parts_count": _("A pack has 1 to %(count)s parts.", count=fault.fact),
        "part_unknown": _("You have no product with the code “%(code)s”. Add it first.", code=fault.fact),
        "part_nested": _("“%(code)s” is a pack itself. Enter what it is made up of instead.", code=fault.fact),
        "part_twice": _("“%(code)s” stands here twice. Add the two up.", code=fault.fact),
        "part_quantity": _("From 1 to %(count)s of each part are in one pack.", count=fault.fact),
        "tax_class": _("Write “%(standard)s”, “%(reduced)s”, “%(zero)s” or “%(exempt)s”.", **_classes()),
        "tax_class_unsaid": str(FIELD_SENTENCES["tax_class_unsaid"]),
        "not_pack": _("This is no pack and does not become one. Add the pack under a code of its own."),
    }[fault.kind]
