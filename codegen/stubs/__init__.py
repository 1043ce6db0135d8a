"""What surface.py is made of: the public surface written as a stub, and two such stubs compared."""
