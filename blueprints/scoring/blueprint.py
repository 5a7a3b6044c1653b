"""The blueprint that the views of this package hang on."""

from flask import Blueprint

blueprint = Blueprint("scoring", __name__, url_prefix="/scorecard")
