"""Print a frozen quarter: what its pages say, the PDF and the other files made from the same snapshot."""
