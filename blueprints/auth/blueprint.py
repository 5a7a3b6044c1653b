"""The blueprint that the views of this package hang on, at the root of the site."""

from flask import Blueprint

blueprint = Blueprint("auth", __name__)
