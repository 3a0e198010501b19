//! What the documents promise is there.

use crate::files::{none, top, under};

/// Targets of `[text](target)` and `![text](target)`.
fn link_targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

#[test]
fn every_link_of_a_document_leads_somewhere() {
    let mut breaches = Vec::new();
    let mut seen = 0;
    for file in under("").iter().filter(|file| file.has_extension(&["md"])) {
        let folder = top().join(&file.path).parent().unwrap().to_path_buf();
        for target in link_targets(&file.text) {
            if target.starts_with("http") || target.starts_with('#') {
                continue;
            }
            seen += 1;
            let path = target.split('#').next().unwrap();
            if !folder.join(path).exists() {
                breaches.push(format!("{} leads to {target}", file.path));
            }
        }
    }
    assert!(seen > 3, "only {seen} links were found");
    none(&breaches, "A link that leads nowhere wastes a newcomer's time.");
}

#[test]
fn the_readme_says_who_it_is_for_and_that_it_is_not_yet_for_live_records() {
    let readme = std::fs::read_to_string(top().join("README.md")).unwrap();
    let beginning: String = readme.lines().take(12).collect::<Vec<_>>().join(" ");
    assert!(beginning.contains("return home interview"));
    assert!(beginning.contains("not yet for live records"));
    for command in ["cargo xtask run", "cargo xtask test"] {
        assert!(readme.contains(command), "the README does not name `{command}`");
    }
}
