"""The site: settings, addresses and start-up that wire the packages together."""
