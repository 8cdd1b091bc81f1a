"""Small dumps of each revision of the schema, so that every upgrade path there is can be walked again."""
