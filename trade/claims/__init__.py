"""Claims: what is wrong with delivered goods, who pays for it first, and who bears it in the end."""
