"""Room engagement."""
