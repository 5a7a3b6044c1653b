"""How a wholesaler's raw invoices are read as sales, goods, prices, shops and places."""
