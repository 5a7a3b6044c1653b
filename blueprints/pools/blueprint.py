"""The blueprint that the views of this package hang on."""

from flask import Blueprint

blueprint = Blueprint("pools", __name__, url_prefix="/pools")
