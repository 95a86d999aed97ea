//! The limits of reading dumps. What is beyond is counted as not understood.

/// Octets of a dump. The largest met, with every registration listed, have some megabytes.
pub const OCTETS: usize = 64 * 1024 * 1024;
/// Nodes of one tree. A large appliance has some 20,000 settings.
pub(super) const NODES: usize = 500_000;
/// Names in a path. Real ones have at most about ten.
pub(super) const PATH_STEPS: usize = 32;
/// Octets of a line. The longest values are cipher strings and banners.
pub(super) const LINE: usize = 64 * 1024;
/// Lines of one value with line breaks in it, such as a banner.
pub(super) const VALUE_LINES: usize = 64;
/// Open elements of an XML dump; a path has that many names, and a few stand around it.
pub(super) const XML_DEPTH: usize = 40;
/// Lines not understood that are kept, and characters of each.
pub(super) const UNREAD_LINES: usize = 20;
pub(super) const UNREAD_LINE: usize = 200;
