"""The base of every form. Shape is judged here; whether something may be done is for the rules.

A form says what is wrong beside the field, and keeps what was typed.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Response
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField
from wtforms.validators import InputRequired, Length

from trade.kernel.errors import DomainError, InvalidInput
from web.fields import MoneyField, QuantityField, UnitPriceField
from web.fragments import respond
from web.sentences import sentence
from web.translation import lazy_gettext as _l

__all__ = ["Form", "MoneyField", "QuantityField", "UnitPriceField", "at_most", "filled", "invalid", "of_each"]


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """White space around an entry goes; a password keeps its own."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How fields are bound."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Strip every text field."""
            if not issubclass(unbound_field.field_class, PasswordField):
                options = {**options, "filters": [stripped, *unbound_field.kwargs.get("filters", [])]}
            return cast("Field", unbound_field.bind(form=form, **options))

    form_errors: list[str]

    def refuse(self, error: DomainError) -> None:
        """Put a refusal beside the field it is about, or above the form."""
        field = self._fields.get(error.field) if isinstance(error, InvalidInput) else None
        if field is not None:
            field.errors = [*field.errors, sentence(error)]
        else:
            self.form_errors = [*self.form_errors, sentence(error)]


F = TypeVar("F", bound=Form)


def of_each(kind: type[F], sent: F | None = None, about: UUID | None = None) -> Callable[[UUID], F]:
    """A form for each of several records on a page: what was ``sent`` to the one it is ``about``, an empty one to the others.

    No two of their fields have the same id, so that a label, a mistake and its link in the summary are about one of them.
    """

    def named(form: F, key: UUID) -> F:
        for field in form:
            field.id = f"{field.id}-{key.hex}"
        return form

    again = named(sent, about) if sent is not None and about is not None else None
    return lambda key: again if again is not None and key == about else named(kind(formdata=None), key)


def invalid(page: str, fragment: str, form: Form, **context: object) -> Response:
    """Answer 422 with the form as it was typed and what is wrong with it."""
    return respond(page, fragment, 422, form=form, **context)


def stripped(value: Any) -> Any:
    """Take white space (the full-width space too) from both ends of a text."""
    return value.strip() if isinstance(value, str) else value


class Filled(InputRequired):
    """Something must have been typed; white space is nothing."""

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse what is empty once white space around it is gone."""
        if field.raw_data and not stripped(field.raw_data[0]):
            field.raw_data = []
        super().__call__(form, field)


def filled(message: str | None = None) -> Filled:
    """Refuse an empty field."""
    return Filled(message or _l("Fill this in."))


def at_most(count: int) -> Callable[..., None]:
    """Refuse a text that its column cannot hold."""
    return Length(max=count, message=_l("Use at most %(max)d characters."))
