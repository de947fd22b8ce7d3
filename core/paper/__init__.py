"""A document as blocks of text, and its Word file."""
