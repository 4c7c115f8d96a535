"""Reports that an office hands in: an official form's outline, filled from a verdict, as a document."""
