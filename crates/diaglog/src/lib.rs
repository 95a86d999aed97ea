//! The diagnostic log language: one event type, one writer, one tolerant reader.
