"""What buyers think of sellers, and each seller's scorecard of what the market itself knows."""
