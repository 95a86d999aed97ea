//! Vocabulary of a UC deployment: nodes, edge URLs, HTTP allow list.
