"""What people type to get in."""

from wtforms import PasswordField, StringField
from wtforms.validators import Length, Regexp

from trade.parties.rules import PASSWORD_MAX, PASSWORD_MIN
from web.forms import Form, at_most, filled
from web.translation import lazy_gettext as _l

_ANY_PASSWORD = Length(max=PASSWORD_MAX, message=_l("Use at most %(max)d characters."))
_NEW_PASSWORD = Length(
    min=PASSWORD_MIN,
    max=PASSWORD_MAX,
    message=_l("Choose a password of %(min)d to %(max)d characters; a few words are easy to remember."),
)


class SignInForm(Form):
    """E-mail or phone number, and password."""

    login = StringField(_l("E-mail or phone number"), [filled(), at_most(200)])
    password = PasswordField(_l("Password"), [filled(), _ANY_PASSWORD])


class ForgottenForm(Form):
    """Whose password is forgotten."""

    login = StringField(_l("E-mail or phone number"), [filled(), at_most(200)])


class NewPasswordForm(Form):
    """A password to be. Once is enough: it can be looked at while it is typed, and reset."""

    password = PasswordField(_l("New password"), [filled(), _NEW_PASSWORD])


class CodeForm(Form):
    """What the code generator shows."""

    code = StringField(
        _l("Code"),
        [filled(), Regexp(r"^[0-9]{6}$", message=_l("Enter the six digits that your generator shows."))],
        filters=[lambda text: text.replace(" ", "") if text else text],
    )


class RecoveryCodeForm(Form):
    """One of the codes that were printed when the generator was set up."""

    code = StringField(_l("Recovery code"), [filled(), at_most(40)])


class PasswordForm(Form):
    """Show again that it is you: before what a stranger at an open screen must not do."""

    password = PasswordField(_l("Your password"), [filled(), _ANY_PASSWORD])


class JoinForm(Form):
    """Somebody new accepts an invitation."""

    name = StringField(_l("Your name"), [filled(), at_most(80)])
    password = PasswordField(_l("Choose a password"), [filled(), _NEW_PASSWORD])


class JoinAgainForm(Form):
    """Somebody who has a password accepts an invitation."""

    password = PasswordField(_l("Your password"), [filled(), _ANY_PASSWORD])
