"""What spec_diff.py and spec_add.py are made of: reading OpenAPI documents that are not clean, and comparing them."""
