"""What the portals share: access, fragments, forms, filters, errors, security. Flask ends here."""
