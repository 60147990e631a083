"""What can be done with communities and memberships."""
