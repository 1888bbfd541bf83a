"""What people decide. Every door (admin, commands, API) calls these; each is one transaction and takes `by`."""
