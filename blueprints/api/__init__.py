"""What an organisation's own programs ask for, at ``/api/v1``: thin routes over the actions and queries of the trade."""

from blueprints.api import description, orders, products, purchases, sales, sentences, stock, telling
from blueprints.api.blueprint import blueprint

__all__ = ["blueprint", "description", "orders", "products", "purchases", "sales", "sentences", "stock", "telling"]
