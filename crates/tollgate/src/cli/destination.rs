//! `-o FORM` and `--out FILE`, which may both be repeated and belong together by their order.

use std::fmt;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, ValueEnum};

/// A form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// For a terminal: verdict, plan, matrix, findings.
    Text,
    /// A line or two for each finding.
    Short,
    /// One JSON document.
    Json,
    /// Markdown, to be pasted into a ticket or a mail.
    Md,
    /// A row for each cell and finding.
    Csv,
    /// A test report for build servers.
    Junit,
    /// Static analysis results for code hosts.
    Sarif,
    /// One page that needs nothing else.
    Html,
    /// The certificates to upload.
    Pem,
    /// A JSON object a line, for each finding, or whatever the command tells.
    Jsonl,
    /// Metrics for the textfile collector of a Prometheus node exporter.
    Prometheus,
}

impl ReportForm {
    /// What the ending of a file's name stands for.
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "txt" => Self::Text,
            "json" => Self::Json,
            "md" => Self::Md,
            "csv" => Self::Csv,
            "xml" => Self::Junit,
            "sarif" => Self::Sarif,
            "html" | "htm" => Self::Html,
            "pem" | "crt" | "cer" => Self::Pem,
            "jsonl" => Self::Jsonl,
            "prom" => Self::Prometheus,
            _ => return None,
        })
    }

    /// The name of a report in a directory.
    pub(crate) const fn file_name(self) -> &'static str {
        match self {
            Self::Text => "report.txt",
            Self::Short => "report-short.txt",
            Self::Json => "report.json",
            Self::Md => "report.md",
            Self::Csv => "report.csv",
            Self::Junit => "report.xml",
            Self::Sarif => "report.sarif",
            Self::Html => "report.html",
            Self::Pem => "upload.pem",
            Self::Jsonl => "report.jsonl",
            Self::Prometheus => "report.prom",
        }
    }
}

/// Where a report goes, in one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) form: ReportForm,
    /// Standard output where absent.
    pub(crate) file: Option<PathBuf>,
}

/// Where reports go; at most one of them to standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destinations(pub(crate) Vec<Destination>);

const FORM: &str = "output";
const FILE: &str = "out";

enum Word {
    Form(ReportForm),
    File(PathBuf),
}

/// Forms and files in the order of the command line: a file takes the form in front of it.
fn destinations(words: impl IntoIterator<Item = Word>) -> Result<Vec<Destination>, Problem> {
    let mut destinations = Vec::new();
    let mut waiting = None;
    let to_stdout = |form| Destination { form, file: None };
    for word in words {
        match word {
            Word::Form(form) => destinations.extend(waiting.replace(form).map(to_stdout)),
            Word::File(file) => {
                let form = waiting.take().or_else(|| ReportForm::of(&file));
                let form = form.ok_or_else(|| Problem::NoForm(file.clone()))?;
                let file = Some(file).filter(|file| file != Path::new("-"));
                destinations.push(Destination { form, file });
            }
        }
    }
    destinations.extend(waiting.map(to_stdout));
    if destinations.is_empty() {
        destinations.push(to_stdout(ReportForm::Text));
    }
    let streams = destinations.iter().filter(|one| one.file.is_none());
    if streams.count() > 1 {
        return Err(Problem::Streams);
    }
    let mut files: Vec<&PathBuf> = destinations
        .iter()
        .filter_map(|one| one.file.as_ref())
        .collect();
    files.sort();
    if let Some(file) = files.windows(2).find_map(|pair| match pair {
        [one, other] if one == other && !one.is_dir() => Some((*one).clone()),
        _ => None,
    }) {
        return Err(Problem::Twice(file));
    }
    Ok(destinations)
}

/// What is wrong with the destinations.
#[derive(Debug, PartialEq, Eq)]
enum Problem {
    NoForm(PathBuf),
    Streams,
    Twice(PathBuf),
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoForm(file) => writeln!(
                formatter,
                "the name of '{}' does not tell its form; put -o FORM in front of it",
                file.display()
            ),
            Self::Streams => formatter.write_str(
                "two forms cannot both go to standard output; put --out FILE behind one\n",
            ),
            Self::Twice(file) => {
                writeln!(
                    formatter,
                    "two forms cannot both go to '{}'",
                    file.display()
                )
            }
        }
    }
}

impl FromArgMatches for Destinations {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let forms = matches.get_many::<ReportForm>(FORM).into_iter().flatten();
        let forms = forms.map(|form| Word::Form(*form));
        let files = matches.get_many::<PathBuf>(FILE).into_iter().flatten();
        let files = files.map(|file| Word::File(file.clone()));
        let places = |id| matches.indices_of(id).into_iter().flatten();
        let mut words: Vec<(usize, Word)> = places(FORM).zip(forms).collect();
        words.extend(places(FILE).zip(files));
        words.sort_by_key(|(place, _)| *place);
        destinations(words.into_iter().map(|(_, word)| word))
            .map(Self)
            .map_err(|problem| Error::raw(ErrorKind::ArgumentConflict, problem))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Destinations {
    fn augment_args(command: Command) -> Command {
        command
            .arg(
                Arg::new(FORM)
                    .short('o')
                    .long(FORM)
                    .value_name("FORM")
                    .value_parser(clap::builder::EnumValueParser::<ReportForm>::new())
                    .action(ArgAction::Append)
                    .help("Form of the report; may be repeated with --out [default: text]"),
            )
            .arg(
                Arg::new(FILE)
                    .long(FILE)
                    .value_name("FILE")
                    .value_parser(clap::value_parser!(PathBuf))
                    .action(ArgAction::Append)
                    .help("Write the form named before it into a file, or into a directory"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Result<Vec<(ReportForm, Option<String>)>, Problem> {
        let words = words.iter().map(|word| match word.split_once(':') {
            Some(("o", form)) => Word::Form(ReportForm::from_str(form, false).unwrap()),
            _ => Word::File(PathBuf::from(word)),
        });
        let found = destinations(words)?;
        let shown = |file: PathBuf| file.display().to_string();
        let pairs = found.into_iter().map(|one| (one.form, one.file.map(shown)));
        Ok(pairs.collect())
    }

    #[test]
    fn a_file_takes_the_form_in_front_of_it() {
        let file = |name: &str| Some(name.to_owned());
        assert_eq!(of(&[]), Ok(vec![(ReportForm::Text, None)]));
        assert_eq!(
            of(&["o:html", "r.html", "o:junit", "r"]),
            Ok(vec![
                (ReportForm::Html, file("r.html")),
                (ReportForm::Junit, file("r"))
            ])
        );
        assert_eq!(
            of(&["o:json", "o:html", "r"]),
            Ok(vec![
                (ReportForm::Json, None),
                (ReportForm::Html, file("r"))
            ])
        );
        assert_eq!(
            of(&["r.sarif", "o:md"]),
            Ok(vec![
                (ReportForm::Sarif, file("r.sarif")),
                (ReportForm::Md, None)
            ])
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert_eq!(of(&["o:json", "o:md"]), Err(Problem::Streams));
        assert_eq!(of(&["r.doc"]), Err(Problem::NoForm(PathBuf::from("r.doc"))));
        assert_eq!(
            of(&["o:json", "r", "o:md", "r"]),
            Err(Problem::Twice(PathBuf::from("r")))
        );
    }
}
