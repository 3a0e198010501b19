//! `homeward dictionary`.

use super::closed;
use crate::args::{DictionaryArgs, Format};
use crate::out::{Out, Stop};

/// Writes the data dictionary.
pub fn write(args: &DictionaryArgs) -> Result<(), Stop> {
    let home = closed(std::path::Path::new(""))?;
    let mut out = Out::new();
    match args.format {
        Format::Csv => out.text(&home.dictionary_csv())?,
        Format::Json => out.json(&home.dictionary_json())?,
    }
    out.finish()
}
