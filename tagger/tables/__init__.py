"""Tables of articles in, records and tables out: one codec for each form."""
