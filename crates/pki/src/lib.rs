//! Decides whether a presented chain is acceptable, why not, and what to do about it.
