"""From cart to delivered goods: carts, orders, shipments."""
