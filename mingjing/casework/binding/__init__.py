"""案卷: the papers and the evidence of a case in their order, as one PDF with cover, index and page numbers."""
