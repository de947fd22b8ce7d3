"""The workbook of a whole plan: one Excel file that leaves and comes back, and the same rows as CSV and JSON."""
