"""Quality of goods: inspections by stated sampling plans, and holding back what failed."""
