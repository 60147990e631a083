"""Private files: looked at from inside, stored under random names, served by asking the policy."""
