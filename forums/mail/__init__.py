"""Taking part by e-mail, and bringing in the archive of a mailing list."""
