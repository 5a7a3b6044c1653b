"""What RQ runs. Each job is a few lines that call an action; the database, never RQ, says what is done."""
