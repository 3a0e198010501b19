//! Pictures of shares: a bar whose parts are full, striped or empty, so that they are known apart
//! without colour and on paper. Sizes are in parts of the bar, so nothing is rounded to pixels.

use homeward_standard::html::escape;

/// How a part of a bar looks.
#[derive(Debug, Clone, Copy)]
pub enum Look {
    /// Filled.
    Full,
    /// Striped.
    Striped,
    /// Only the edge of the bar.
    Empty,
}

/// The stripes that the pictures of a page share. Stands once, before the first of them.
pub const STRIPES: &str = "<svg class=\"stripes\" width=\"0\" height=\"0\" aria-hidden=\"true\" \
     focusable=\"false\"><defs><pattern id=\"striped\" width=\"8\" height=\"8\" \
     patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"4\" height=\"8\" \
     fill=\"currentColor\"/></pattern></defs></svg>";

/// A bar of a whole with its parts from the left. `says` is what it says to who does not see it;
/// none where the same stands beside it in words.
pub fn bar(class: &str, parts: &[(u32, Look)], whole: u32, says: Option<&str>) -> String {
    let label = match says {
        Some(says) => format!("role=\"img\" aria-label=\"{}\"", escape(says)),
        None => "aria-hidden=\"true\"".into(),
    };
    let mut svg = format!(
        "<svg class=\"{}\" width=\"100%\" height=\"100%\" {label} focusable=\"false\">",
        escape(class)
    );
    let mut before = 0_u64;
    for (of, look) in parts {
        let fill = match look {
            Look::Full => "currentColor",
            Look::Striped => "url(#striped)",
            Look::Empty => "none",
        };
        svg.push_str(&format!(
            "<rect x=\"{}\" width=\"{}\" height=\"100%\" fill=\"{fill}\"/>",
            percent(before, whole),
            percent(u64::from(*of), whole)
        ));
        before += u64::from(*of);
    }
    svg.push_str(
        "<rect width=\"100%\" height=\"100%\" fill=\"none\" stroke=\"currentColor\" \
         stroke-width=\"3\"/></svg>",
    );
    svg
}

/// A length as a share of the bar, to a ten thousandth. Never beyond the bar.
fn percent(of: u64, whole: u32) -> String {
    if whole == 0 {
        return "0%".into();
    }
    let parts = (of.min(u64::from(whole)) * 1_000_000) / u64::from(whole);
    format!("{}.{:04}%", parts / 10_000, parts % 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_stand_side_by_side_and_fill_the_bar() {
        let svg = bar("b", &[(3, Look::Full), (1, Look::Striped)], 4, Some("a \"b\" <c>"));
        assert!(svg.contains("x=\"0.0000%\" width=\"75.0000%\""), "{svg}");
        assert!(svg.contains("x=\"75.0000%\" width=\"25.0000%\""), "{svg}");
        assert!(svg.contains("aria-label=\"a &quot;b&quot; &lt;c&gt;\""), "{svg}");
    }

    #[test]
    fn a_bar_of_nothing_is_empty() {
        let svg = bar("b", &[(0, Look::Full)], 0, None);
        assert!(svg.contains("width=\"0%\"") && svg.contains("aria-hidden"), "{svg}");
    }
}
