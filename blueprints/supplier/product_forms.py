"""What a seller says of a product: its sheet, and the steps of its prices in the same form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from blueprints.supplier.step_forms import StepsForm
from trade.catalogue.actions import ProductSheet
from trade.catalogue.queries import CategoryChoice
from trade.kernel.quantities import QuantityRule
from trade.parties.rules import TaxClass, TaxRates
from web.filters import percent
from web.forms import QuantityField, at_most, filled
from web.naming import named
from web.tax_words import class_choices, unsaid
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class ProductForm(StepsForm):
    """The sheet of a product, with the rows of its ladder."""

    code = StringField(_l("Code"), [filled(), at_most(40)])
    name = StringField(_l("Name"), [filled(), at_most(160)])
    name_zh = StringField(_l("Name in Chinese"), [at_most(160)])
    category_id = SelectField(_l("Category"), [filled(_l("Choose a category."))], coerce=str)
    description = TextAreaField(_l("Description"), [at_most(4000)])
    unit = StringField(_l("Unit"), [filled(), at_most(20)])
    pack_size = QuantityField(_l("Units in a carton"), [filled()])
    moq = QuantityField(_l("Smallest order"), [filled()])
    multiple = QuantityField(_l("Sold in multiples of"), [filled()])
    barcode = StringField(_l("Barcode"), [at_most(20)])
    is_offered = BooleanField(_l("For sale"))
    tax_class = SelectField(_l("Tax class"), [filled()], coerce=str, default=str(TaxClass.STANDARD))
    version = HiddenField()
    category_names: dict[Any, str]
    tax_hint: str

    def offer(self, choices: Sequence[CategoryChoice], rates: TaxRates) -> None:
        """Fill in the categories to choose from, with what the platform takes there, and the tax classes of today."""
        self.category_names = {
            str(choice.id): _("%(name)s, %(rate)s commission", name=named(choice), rate=percent(choice.commission_rate))
            for choice in choices
        }
        self.category_id.choices = [("", _("Choose")), *self.category_names.items()]
        self.tax_class.choices = class_choices(rates)
        self.tax_hint = unsaid(rates)

    def sheet(self) -> ProductSheet:
        """What was typed about the product itself."""
        return ProductSheet(
            code=self.code.data or "", name=self.name.data or "", name_zh=self.name_zh.data or "",
            description=self.description.data or "", category_id=UUID(self.category_id.data), unit=self.unit.data or "",
            pack_size=self.pack_size.data, moq=self.moq.data, multiple=self.multiple.data,
            barcode=self.barcode.data or "", is_offered=bool(self.is_offered.data),
            tax_class=TaxClass(self.tax_class.data),
        )  # fmt: skip

    def rule(self) -> QuantityRule:
        """Return which quantities the form allows, as far as they were typed."""
        return QuantityRule(self.moq.data or 1, self.multiple.data or 1)
