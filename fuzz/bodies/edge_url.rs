//! What decodes is safe to forward, and encodes back to itself.

use tollgate_uc::EdgeUrl;

pub(crate) fn run(text: &str) {
    if let Ok(url) = EdgeUrl::decode(text) {
        let path = &url.target.path_and_query;
        assert!(path.starts_with('/'));
        assert!(!path.chars().any(char::is_control));
        assert_eq!(EdgeUrl::decode(&url.encode()).as_ref(), Ok(&url));
    }
}
