//! What decodes is safe to forward, and encodes back to itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tollgate_uc::EdgeUrl;

fuzz_target!(|text: &str| {
    if let Ok(url) = EdgeUrl::decode(text) {
        let path = &url.target.path_and_query;
        assert!(path.starts_with('/'));
        assert!(!path.chars().any(char::is_control));
        assert_eq!(EdgeUrl::decode(&url.encode()).as_ref(), Ok(&url));
    }
});
