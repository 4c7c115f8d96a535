"""Forms to fill in: what an office is asked, written as a workbook and read back."""
