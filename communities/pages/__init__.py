"""The pages a community shows, in Wagtail."""
