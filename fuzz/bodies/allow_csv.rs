//! Rules and tests out of any file; what is exported is read again with the same meaning.

use tollgate_uc::{AllowList, export_rules, import_rules, import_tests, run_tests};

pub(crate) fn run(bytes: &[u8]) {
    let imported = import_rules(bytes);
    let again = import_rules(export_rules(&imported.entries).as_bytes());
    assert!(again.problems.is_empty());
    assert_eq!(imported.entries, again.entries);
    let list = AllowList::new(imported.entries);
    run_tests(&list, &import_tests(bytes).entries);
}
