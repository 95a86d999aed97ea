//! The limits of the reader. Reaching one marks the entry; nothing else is lost.

/// Most bytes of a line that are looked at. Our longest line, a notice with the most pairs of the
/// greatest length, is about half as long.
pub const LINE: usize = 512 * 1024;
/// Most bytes of an entry with a message block. Our longest has about 2.4 million.
pub const BLOCK: usize = 4 * 1024 * 1024;
/// Most lines, and gaps between them, of one soft-wrapped entry.
pub const WRAPPED_LINES: usize = 32;
/// Most bytes of one soft-wrapped entry.
pub const WRAPPED: usize = 16 * 1024;
/// Most bytes that a [`Feed`](super::Feed) keeps while it waits for the end of an entry. What is
/// longer is read in pieces.
pub const CARRY: usize = 8 * 1024 * 1024;
