"""The blueprint that the views of this package hang on."""

from flask import Blueprint

blueprint = Blueprint("quality", __name__, url_prefix="/quality")
"""Inspections, as the platform and sellers see them."""
