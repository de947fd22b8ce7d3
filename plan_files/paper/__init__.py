"""The whole plan as a document to print or edit: what it says, and the Word and PDF files of it."""
