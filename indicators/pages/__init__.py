"""What the pages, files and packs show of indicators: reads that join several models, in a known number of queries."""
