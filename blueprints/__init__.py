"""The portals: one package each, thin. A package has ``blueprint``, and ``NAV`` where people move about in it."""
