"""Files that people sent: photos one by one while a form is filled in, and the address that each is seen under."""

from blueprints.files import photos, serving
from blueprints.files.blueprint import blueprint

__all__ = ["blueprint", "photos", "serving"]
