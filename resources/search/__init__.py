"""One index and one search box over everything a person may read."""
