//! Lines written by hand from the source document, and the sample bundles.

use tollgate_diaglog::{Line, Reader, write};

const DOCUMENT: &[u8] = include_bytes!("../fixtures/document.log");
const SAMPLES: [&[u8]; 3] = [
    include_bytes!("../fixtures/loggingsnapshot_vcsc_2022-07-11_16_55_44.txt"),
    include_bytes!("../fixtures/loggingsnapshot_vcsc_2022-07-11_17_33_18.txt"),
    include_bytes!("../fixtures/loggingsnapshot_vcsc_2022-07-11_17_49_11.txt"),
];

fn rewritten(line: &Line<'_>) -> String {
    let mut out = Vec::new();
    write(
        &mut out,
        line.prefix.as_ref().unwrap(),
        line.event.as_ref().unwrap(),
    );
    String::from_utf8(out).unwrap()
}

#[test]
fn lines_of_the_document_and_the_samples_are_written_as_they_were_read() {
    for log in [DOCUMENT, SAMPLES[0], SAMPLES[1], SAMPLES[2]] {
        let written: String = Reader::new(log).map(|line| rewritten(&line)).collect();
        assert_eq!(written, String::from_utf8_lossy(log));
    }
}
