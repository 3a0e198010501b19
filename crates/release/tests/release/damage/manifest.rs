//! Damage to the manifest and to the set of files.

use super::*;

#[test]
fn a_total_that_no_longer_adds_up_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.totals.episodes += 1);
    does_not_hold(
        &files,
        "manifest.json",
        "its number of rows is not the number of episodes in all",
    );
    does_not_hold(&files, "tables/rhi.csv", "has 900 rows, and the release has 901 episodes");
}

#[test]
fn a_wrong_hash_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.tables[0].sha256 = "0".repeat(64));
    does_not_hold(&files, "tables/population.csv", "its hash is another");
}

#[test]
fn a_first_page_that_was_changed_is_found() {
    let mut files = borough_release().files;
    change(&mut files, "README.txt", |t| format!("{t}One of them is Example Child 12.\n"));
    does_not_hold(&files, "README.txt", "changed or damaged");
}

#[test]
fn a_missing_table_is_found() {
    let mut files = borough_release().files;
    files.retain(|f| f.name != RHI);
    does_not_hold(&files, RHI, "it is not here");
    change_manifest(&mut files, |m| m.tables.retain(|t| t.file != RHI));
    does_not_hold(&files, "manifest.json", "does not list tables/rhi.csv");
}

#[test]
fn an_extra_file_is_found() {
    let mut files = borough_release().files;
    files.push(ReleaseFile { name: "names.csv".into(), bytes: b"name\n".to_vec() });
    does_not_hold(&files, "names.csv", "does not belong to the release");
    files.pop();
    files.push(ReleaseFile { name: "Example Child 12.docx".into(), bytes: Vec::new() });
    does_not_hold(&files, "(a file whose name is not repeated here)", "does not belong");
    files.pop();
    files.push(files[1].clone());
    does_not_hold(&files, "tables/population.csv", "two files of this name");
}

#[test]
fn an_extra_table_that_the_manifest_lists_is_found() {
    let mut files = borough_release().files;
    let extra = ReleaseFile { name: "tables/rhi-by-school.csv".into(), ..files[2].clone() };
    files.push(extra);
    change_manifest(&mut files, |m| {
        let mut entry = m.tables[1].clone();
        entry.file = "tables/rhi-by-school.csv".into();
        m.tables.push(entry);
    });
    does_not_hold(&files, "manifest.json", "lists a table that the profile does not have");
}

#[test]
fn a_table_or_a_file_listed_twice_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| {
        let entry = m.tables[0].clone();
        m.tables.push(entry);
        let entry = m.files[0].clone();
        m.files.push(entry);
    });
    does_not_hold(&files, "manifest.json", "lists tables/population.csv twice");
    does_not_hold(&files, "manifest.json", "once each");
}

#[test]
fn a_k_below_the_policy_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.policy.k = 3);
    does_not_hold(&files, "manifest.json", "k is smaller than the profile allows");
}

#[test]
fn a_k_that_is_claimed_to_be_larger_than_it_is_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.policy.k = 40);
    does_not_hold(&files, "cells.csv", "40 is the fewest that may be shown");
}

#[test]
fn a_share_above_the_policy_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.policy.largest_share_percent = 90);
    does_not_hold(&files, "manifest.json", "largest share of one child is larger");
}

#[test]
fn a_swapped_authority_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.authority = profile().authorities[1].clone());
    does_not_hold(&files, "tables/rhi.csv, line 2", "The authority is not the one of the manifest");
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.authority.name = "Camden".into());
    does_not_hold(&files, "manifest.json", "its name and code do not belong together");
}

#[test]
fn a_merge_that_does_not_follow_the_ladder_is_found() {
    let of = |change: &dyn Fn(&mut std::collections::BTreeMap<String, String>)| {
        let mut files = borough_release().files;
        change_manifest(&mut files, |m| {
            change(&mut m.tables.iter_mut().find(|t| t.file == RHI).unwrap().merges[0].codes)
        });
        files
    };
    let aside = of(&|codes| drop(codes.insert("DONE".into(), "NOT_HELD".into())));
    does_not_hold(&aside, "manifest.json", "merges a code to one that does not lie above it");
    let half = of(&|codes| drop(codes.insert("DONE".into(), MASKED.into())));
    does_not_hold(&half, "manifest.json", "masks one part of a code and shows another");
    let lacking = of(&|codes| drop(codes.remove("DONE")));
    does_not_hold(&lacking, "manifest.json", "does not list each code of the ladder once");
    let name = of(&|codes| drop(codes.insert("DONE".into(), "Example Child 12".into())));
    does_not_hold(&name, "manifest.json", "does not lie above it");
}

#[test]
fn masks_of_two_tables_that_overlap_are_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| {
        for (file, branches) in [
            (RHI, ["NAPP", "DONE", "PART"].as_slice()),
            ("tables/rhi-by-age.csv", &["NAPP", "DECLINED", "NO_CONTACT"]),
        ] {
            let codes = &mut m.tables.iter_mut().find(|t| t.file == file).unwrap().merges[0].codes;
            codes.iter_mut().for_each(|(code, to)| {
                if branches.contains(&code.as_str()) {
                    *to = MASKED.into()
                } else {
                    to.clone_from(code)
                }
            });
        }
    });
    does_not_hold(
        &files,
        "tables/rhi",
        "One table taken from the other could leave a group too small",
    );
}

#[test]
fn a_store_that_has_changed_since_is_found() {
    let files = borough_release().files;
    let mut rows = borough();
    rows.pop();
    found(
        &checked(&files, Some(&rows)),
        Outcome::DoesNotHold,
        "manifest.json",
        "It may have changed since",
    );
    let mut rows = borough();
    rows[0].values.insert("sex".into(), "X".into());
    found(
        &checked(&files, Some(&rows)),
        Outcome::DoesNotHold,
        "tables/rhi-by-sex.csv",
        "does not place in this table",
    );
}

#[test]
fn a_manifest_with_something_more_in_it_or_less_is_found() {
    let mut files = borough_release().files;
    change(&mut files, "manifest.json", |t| {
        t.replacen("\"schema\"", "\"child\": \"Example Child 12\",\n  \"schema\"", 1)
    });
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json",
        "or has one that none has",
    );
    let mut files = borough_release().files;
    change(&mut files, "manifest.json", |t| t.replacen("\"period\": \"2025-26\",", "", 1));
    found(&checked(&files, None), Outcome::CannotBeRead, "manifest.json", "lacks a part");
}

#[test]
fn free_text_in_the_manifest_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| {
        m.tables[0].merges[0].words.push("Example Child 12 is among these.".into())
    });
    does_not_hold(&files, "manifest.json", "something that is not from the lists");
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.tables[0].title = "About Example Child 12".into());
    does_not_hold(&files, "manifest.json", "topic, title");
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.versions[0].id = "Example Child 12".into());
    does_not_hold(&files, "manifest.json", "no proper name");
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.receiver = "Two\nlines".into());
    does_not_hold(&files, "manifest.json", "receiver");
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.purpose = "Two\nlines".into());
    does_not_hold(&files, "manifest.json", "What the release is for");
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.agreement = " ".into());
    does_not_hold(&files, "manifest.json", "agreement");
}

#[test]
fn a_report_belongs_to_a_release_whole_and_as_it_was_written() {
    let mut release = borough_release();
    release.add_report(b"<p>Safe</p>".to_vec(), b"{}".to_vec(), &crate::sample::hash).unwrap();
    assert_eq!(checked(&release.files, None).problems, []);
    let at = release.files.iter().position(|f| f.name == "risk-report.html").unwrap();
    let mut changed = release.files.clone();
    changed[at].bytes.push(b' ');
    does_not_hold(&changed, "risk-report.html", "its hash is another");
    let mut lost = release.files.clone();
    lost.remove(at);
    change_manifest(&mut lost, |m| m.files.retain(|f| f.file != "risk-report.html"));
    does_not_hold(&lost, "manifest.json", "or with none");
}

#[test]
fn a_release_that_claims_to_be_signed_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.signature.signed = true);
    does_not_hold(&files, "manifest.json", "none of which is signed");
}

#[test]
fn another_profile_or_another_ladder_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.profile.version = 4);
    does_not_hold(&files, "manifest.json", "another version");
    let files = borough_release().files;
    let mut other = profile();
    other.ladders[0].steps[0].label.push('!');
    let report = homeward_release::verify::check(&files, &other, &crate::sample::hash, None);
    found(&report, Outcome::DoesNotHold, "manifest.json", "was not made with the ladder outcome");
}
