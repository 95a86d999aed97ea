# Findings about what nodes presented: trust, name, negotiation, client certificate.
