# Redaction of bundles.
