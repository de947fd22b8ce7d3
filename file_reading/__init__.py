"""Read a file or pasted text into tables. Knows no council, no plan and no Django."""
