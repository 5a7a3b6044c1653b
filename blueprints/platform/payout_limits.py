"""How much may leave at once, and the platform's own account: everybody of the platform sees it, an owner sets it."""

from typing import Any, Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField

from blueprints.platform.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed
from trade.kernel.money import EXPONENTS
from trade.parties.queries import account_of
from trade.payouts.actions import set_own_account, set_payout_limits
from trade.payouts.queries import limits
from web.access import actor, call, requires, session
from web.choices import options
from web.fields import MoneyField
from web.forms import Form, at_most, filled, invalid
from web.fragments import see_other
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE: Final = "platform/payout_limits.html"


class LimitForm(Form):
    """Limits in one currency; an empty one is none."""

    currency = SelectField(_l("Currency"), [filled()], choices=options((code, code) for code in EXPONENTS))
    each = MoneyField(_l("Most of one payout"))
    alone = MoneyField(_l("Most that a checker approves"))

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read both amounts in the currency that was chosen beside them."""
        chosen = request.form.get("currency", "")
        if chosen in EXPONENTS:
            self.each.currency = self.alone.currency = chosen
        super().process(*args, **kwargs)


class OwnAccountForm(Form):
    """The platform's own account."""

    account = StringField(_l("Account"), [filled(), at_most(46)])


@blueprint.get("/payout-limits")
@requires(Permission.OVERSEE)
def payout_limits() -> ResponseReturnValue:
    """Show the limits and the account."""
    return render_template(PAGE, **_standing())


@blueprint.post("/payout-limits")
@requires(Permission.OVERSEE)
def set_limits() -> ResponseReturnValue:
    """Set the limits of a currency."""
    form = LimitForm()
    if not form.validate():
        return invalid(PAGE, PAGE, form, **_standing(without=("form",)))
    each, alone = form.each.data, form.alone.data
    try:
        set_payout_limits(
            call(),
            currency=form.currency.data,
            each_minor=each.minor if each else None,
            alone_minor=alone.minor if alone else None,
        )
    except NotAllowed:
        raise
    except DomainError as error:
        form.refuse(error)
        return invalid(PAGE, PAGE, form, **_standing(without=("form",)))
    flash(_("Saved. It holds from now on, also for what waits."), "good")
    return see_other(url_for(".payout_limits"))


@blueprint.post("/own-account")
@requires(Permission.OVERSEE)
def own_account() -> ResponseReturnValue:
    """Set the account from which the platform pays, and on which it is paid."""
    form = OwnAccountForm()
    if not form.validate():
        return _account_refused(form)
    try:
        set_own_account(call(), account=form.account.data or "")
    except NotAllowed:
        raise
    except DomainError as error:
        form.refuse(error)
        return _account_refused(form)
    flash(_("Saved. Those who pay in see it from now on."), "good")
    return see_other(url_for(".payout_limits"))


def _account_refused(form: OwnAccountForm) -> ResponseReturnValue:
    return render_template(PAGE, **_standing(without=("own",)), own=form), 422


def _standing(without: tuple[str, ...] = ()) -> dict[str, Any]:
    account = account_of(session(), actor().organisation)
    shown = {
        "rows": limits(session()),
        "account": account,
        "form": LimitForm(formdata=None),
        "own": OwnAccountForm(formdata=None, data={"account": account}),
        "may_set": actor().may(Permission.MANAGE_MEMBERS),
    }
    return {name: value for name, value in shown.items() if name not in without}
