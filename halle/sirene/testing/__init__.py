"""What tests of this app and of others lean on: a register in memory, a server that behaves like the State's."""
