"""What is for sale: categories, products, SKUs."""
