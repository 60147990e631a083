"""How words are read from files: one module for each family, all within the same bounds."""
