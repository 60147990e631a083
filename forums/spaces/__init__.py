"""Discussion spaces: topics, posts, drafts and files."""
