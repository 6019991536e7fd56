"""What `./tpe` does, one subject per module. Standard library only."""
