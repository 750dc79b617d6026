"""What every page needs and no feature owns: guards, forms, downloads, errors, headers."""
