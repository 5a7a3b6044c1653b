"""The outside world behind small protocols: servers, mail, files, bank formats, forecasting engines."""
