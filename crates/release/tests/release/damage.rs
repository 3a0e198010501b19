//! Ways to damage a release, each with what the check says about it. Where a change could be
//! covered up by writing the hashes again, it is, so that what finds it is not the hash.

use homeward_release::verify::{LARGEST_FILE, MOST_FILES, Outcome, Report};
use homeward_release::{MASKED, Manifest, ReleaseFile, Row};

use crate::sample::{
    borough, borough_release, checked, cover_up, made, manifest, profile, put, put_manifest, text,
};

const RHI: &str = "tables/rhi.csv";
const BY_SEX: &str = "tables/rhi-by-sex.csv";

type Files = Vec<ReleaseFile>;

/// The report says so, and the line that names the problem is fit to be read.
#[track_caller]
fn found(report: &Report, outcome: Outcome, file: &str, words: &str) {
    assert_eq!(report.outcome, outcome, "{:?}", report.problems);
    let lines: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    assert!(
        lines.iter().any(|line| line.starts_with(file) && line.contains(words)),
        "no line about {file} has “{words}”:\n{}",
        lines.join("\n")
    );
    for line in &lines {
        assert!(line.ends_with('.'), "{line}");
        assert!(!line.contains("Example Child"), "{line}");
    }
}

#[track_caller]
fn does_not_hold(files: &Files, file: &str, words: &str) {
    found(&checked(files, None), Outcome::DoesNotHold, file, words);
}

#[track_caller]
fn only_the_store_sees(files: &Files, rows: &[Row], file: &str, words: &str) {
    assert_eq!(checked(files, None).problems, [], "this is what only the store can see");
    found(&checked(files, Some(rows)), Outcome::DoesNotHold, file, words);
}

fn change(files: &mut Files, name: &str, change: impl Fn(&str) -> String) {
    let before = text(files, name);
    let after = change(&before);
    assert_ne!(before, after, "the change has to change something");
    put(files, name, &after);
}

fn change_manifest(files: &mut Files, change: impl Fn(&mut Manifest)) {
    let mut changed = manifest(files);
    change(&mut changed);
    assert_ne!(changed, manifest(files), "the change has to change something");
    put_manifest(files, &changed);
}

/// The lines of a file, the heading at 0.
fn lines(files: &Files, name: &str) -> Vec<String> {
    text(files, name).lines().map(str::to_owned).collect()
}

fn put_lines(files: &mut Files, name: &str, lines: &[String]) {
    put(files, name, &(lines.join("\n") + "\n"));
}

fn cells(line: &str) -> Vec<String> {
    line.split(',').map(str::to_owned).collect()
}

/// Changes the number in one column of the line of `cells.csv` that begins so.
fn change_count(files: &mut Files, begins: &str, column: usize, by: i64) -> usize {
    let mut all = lines(files, "cells.csv");
    let place = all.iter().position(|line| line.starts_with(begins)).unwrap();
    let mut cell = cells(&all[place]);
    cell[column] = (cell[column].parse::<i64>().unwrap() + by).to_string();
    all[place] = cell.join(",");
    put_lines(files, "cells.csv", &all);
    place + 1
}

/// The line of a table whose answers are these, counted from 0.
fn row_of(files: &Files, name: &str, answers: &str) -> usize {
    lines(files, name).iter().position(|l| l.ends_with(&format!(",2025-26,{answers}"))).unwrap()
}

#[test]
fn an_edited_count() {
    let mut files = borough_release().files;
    let line = change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 7, 1);
    does_not_hold(&files, "cells.csv", "its hash is another");
    cover_up(&mut files);
    does_not_hold(&files, &format!("cells.csv, line {line}"), "episodes here and");
}

#[test]
fn an_edited_count_of_children() {
    let mut files = borough_release().files;
    change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 6, 1);
    cover_up(&mut files);
    only_the_store_sees(&files, &borough(), "cells.csv, line", "children here and");
}

#[test]
fn fewer_children_than_may_be_shown() {
    let mut files = borough_release().files;
    change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 6, -1_000);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "not a whole number above 0");
    let mut files = borough_release().files;
    let before: i64 = cells(
        lines(&files, "cells.csv").iter().find(|l| l.contains(",rhi,DECLINED,none")).unwrap(),
    )[6]
    .parse()
    .unwrap();
    change_count(&mut files, "E09000012,2025-26,rhi,DECLINED,none", 6, 4 - before);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "The group has 4 children, and 5 is the fewest");
}

#[test]
fn more_children_than_episodes() {
    let mut files = borough_release().files;
    change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 6, 5_000);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "each has one at least");
    does_not_hold(&files, "cells.csv", "more children than the release has in all");
}

#[test]
fn children_who_stand_in_no_group() {
    let mut files = borough_release().files;
    let mut all = lines(&files, "cells.csv");
    for line in all.iter_mut().filter(|l| l.contains(",rhi,") && l.contains(",none,")) {
        let mut cell = cells(line);
        cell[6] = "5".into();
        *line = cell.join(",");
    }
    put_lines(&mut files, "cells.csv", &all);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "fewer children between them than the release has in all");
}

#[test]
fn a_group_left_out_of_the_counts() {
    let mut files = borough_release().files;
    let mut all = lines(&files, "cells.csv");
    all.retain(|line| !line.contains(",rhi,DECLINED,none"));
    put_lines(&mut files, "cells.csv", &all);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "The group DECLINED of tables/rhi.csv is missing");
}

#[test]
fn a_group_that_no_table_has() {
    let mut files = borough_release().files;
    change(&mut files, "cells.csv", |t| {
        format!("{t}E09000012,2025-26,rhi,NOT_HELD,none,ALL,7,9\n")
    });
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "tables/rhi.csv has no row of this group");
}

#[test]
fn a_group_counted_twice() {
    let mut files = borough_release().files;
    let mut all = lines(&files, "cells.csv");
    all.push(all[3].clone());
    put_lines(&mut files, "cells.csv", &all);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv, line 4", "more than once");
    let mut files = borough_release().files;
    let mut all = lines(&files, "cells.csv");
    let mut cell = cells(&all[3]);
    cell[7] = "500".into();
    all.push(cell.join(","));
    put_lines(&mut files, "cells.csv", &all);
    cover_up(&mut files);
    does_not_hold(&files, &format!("cells.csv, line {}", all.len()), "more than once");
}

#[test]
fn counts_of_a_topic_that_is_not_the_profiles() {
    let mut files = borough_release().files;
    change(&mut files, "cells.csv", |t| t.replacen(",population,", ",harm,", 1));
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv, line 2", "none of this profile");
}

#[test]
fn an_extra_column() {
    let mut files = borough_release().files;
    change(&mut files, RHI, |t| {
        t.lines()
            .enumerate()
            .map(|(n, l)| if n == 0 { format!("{l},sex\n") } else { format!("{l},F\n") })
            .collect()
    });
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 1", "One was added, taken out, renamed or moved");
    change_manifest(&mut files, |m| {
        m.tables.iter_mut().find(|t| t.file == RHI).unwrap().columns.push("sex".into());
    });
    does_not_hold(&files, "tables/rhi.csv, line 1", "added");
    does_not_hold(&files, "manifest.json", "columns are not the ones it may have");
}

#[test]
fn a_renamed_column() {
    let mut files = borough_release().files;
    change(&mut files, RHI, |t| t.replacen("rhi_outcome", "surname", 1));
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 1", "renamed");
}

#[test]
fn a_line_with_a_cell_too_many() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[4].push_str(",M");
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 5", "more or fewer cells");
}

#[test]
fn a_code_that_is_not_in_the_list() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[10] = "E09000012,2025-26,SMITH".into();
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 11", "not a code of its list");
}

#[test]
fn a_code_of_the_list_that_lies_below_the_floor() {
    let mut files = borough_release().files;
    let name = "tables/rhi-by-ethnic_group.csv";
    let mut all = lines(&files, name);
    let mut cell = cells(&all[10]);
    cell[3] = "OARA".into();
    all[10] = cell.join(",");
    put_lines(&mut files, name, &all);
    cover_up(&mut files);
    does_not_hold(&files, &format!("{name}, line 11"), "not a code of its list that may be shown");
}

#[test]
fn a_name_in_a_cell() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[20] = "E09000012,2025-26,Example Child 12".into();
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 21", "It could be a name or other free text");
}

#[test]
fn a_name_without_a_space_and_a_formula() {
    for cell in ["Child", "=HYPERLINK(1)", "+44", "@x", "-1"] {
        let mut files = borough_release().files;
        let mut all = lines(&files, RHI);
        all[20] = format!("E09000012,2025-26,{cell}");
        put_lines(&mut files, RHI, &all);
        cover_up(&mut files);
        does_not_hold(&files, "tables/rhi.csv, line 21", "not a code of its list");
    }
}

#[test]
fn a_group_of_fewer_rows_than_k() {
    let mut files = borough_release().files;
    // Two rows become a code that this table may show, and everything else is made to fit.
    change_manifest(&mut files, |m| {
        let entry = m.tables.iter_mut().find(|t| t.file == BY_SEX).unwrap();
        entry.merges[1].codes.insert("NAPP".into(), "NAPP".into());
    });
    let mut all = lines(&files, BY_SEX);
    for line in &mut all[1..3] {
        let mut cell = cells(line);
        cell[3] = "NAPP".into();
        *line = cell.join(",");
    }
    put_lines(&mut files, BY_SEX, &all);
    cover_up(&mut files);
    does_not_hold(&files, BY_SEX, "A group of fewer than 5 rows cannot stand for 5 children");
}

#[test]
fn a_total_that_no_longer_adds_up() {
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
fn more_children_in_all_than_episodes_or_fewer_than_k() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.totals.children = 901);
    does_not_hold(&files, "manifest.json", "more children than episodes");
    change_manifest(&mut files, |m| m.totals.children = 4);
    does_not_hold(&files, "manifest.json", "fewer children in all than k");
}

#[test]
fn another_number_of_children_in_all() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.totals.children -= 1);
    only_the_store_sees(&files, &borough(), "manifest.json", "the store has 900 of 285");
}

#[test]
fn a_wrong_hash() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.tables[0].sha256 = "0".repeat(64));
    does_not_hold(&files, "tables/population.csv", "its hash is another");
}

#[test]
fn a_first_page_that_was_changed() {
    let mut files = borough_release().files;
    change(&mut files, "README.txt", |t| format!("{t}One of them is Example Child 12.\n"));
    does_not_hold(&files, "README.txt", "changed or damaged");
}

#[test]
fn a_missing_table() {
    let mut files = borough_release().files;
    files.retain(|f| f.name != RHI);
    does_not_hold(&files, RHI, "it is not here");
    change_manifest(&mut files, |m| m.tables.retain(|t| t.file != RHI));
    does_not_hold(&files, "manifest.json", "does not list tables/rhi.csv");
}

#[test]
fn an_extra_file() {
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
fn an_extra_table_that_the_manifest_lists() {
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
fn a_table_or_a_file_listed_twice() {
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
fn a_k_below_the_policy() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.policy.k = 3);
    does_not_hold(&files, "manifest.json", "k is smaller than the profile allows");
}

#[test]
fn a_k_that_is_claimed_to_be_larger_than_it_is() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.policy.k = 40);
    does_not_hold(&files, "cells.csv", "40 is the fewest that may be shown");
}

#[test]
fn a_share_above_the_policy() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.policy.largest_share_percent = 90);
    does_not_hold(&files, "manifest.json", "largest share of one child is larger");
}

#[test]
fn a_swapped_authority() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.authority = profile().authorities[1].clone());
    does_not_hold(&files, "tables/rhi.csv, line 2", "The authority is not the one of the manifest");
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.authority.name = "Camden".into());
    does_not_hold(&files, "manifest.json", "its name and code do not belong together");
}

#[test]
fn an_authority_swapped_in_one_row() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[99] = all[99].replace("E09000012", "E09000007");
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 100", "The authority is not the one");
}

#[test]
fn a_wrong_year() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[50] = all[50].replace("2025-26", "2024-25");
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 51", "The year is not the one of the manifest");
    let mut files = borough_release().files;
    change(&mut files, "cells.csv", |t| t.replacen(",2025-26,", ",2024-25,", 1));
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv, line 2", "The year is not the one of the manifest");
    change_manifest(&mut files, |m| m.period = "2025-27".into());
    does_not_hold(&files, "manifest.json", "not a financial year");
}

#[test]
fn a_code_together_with_its_own_broader_code() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    let place = row_of(&files, RHI, "DONE");
    all[place] = "E09000012,2025-26,HELD".into();
    put_lines(&mut files, RHI, &all);
    change_manifest(&mut files, |m| {
        let entry = m.tables.iter_mut().find(|t| t.file == RHI).unwrap();
        entry.merges[0].codes.insert("PART".into(), "HELD".into());
    });
    cover_up(&mut files);
    does_not_hold(
        &files,
        "tables/rhi.csv",
        "stands in one table with HELD, the broader code it belongs to",
    );
    does_not_hold(&files, "manifest.json", "shows a code together with its own broader code");
}

#[test]
fn a_code_that_is_merged_in_this_table() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| {
        let entry = m.tables.iter_mut().find(|t| t.file == RHI).unwrap();
        for code in ["DECLINED", "NO_CONTACT"] {
            entry.merges[0].codes.insert(code.into(), "NOT_HELD".into());
        }
    });
    does_not_hold(
        &files,
        "tables/rhi.csv",
        "The code DECLINED under rhi_outcome is not one that the manifest shows",
    );
}

#[test]
fn a_merge_that_does_not_follow_the_ladder() {
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
fn masks_of_two_tables_that_overlap() {
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
fn a_row_taken_out() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all.remove(row_of(&files, RHI, "DONE"));
    put_lines(&mut files, RHI, &all);
    change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 7, -1);
    change_manifest(&mut files, |m| m.tables.iter_mut().find(|t| t.file == RHI).unwrap().rows -= 1);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv", "has 899 rows, and the release has 900 episodes");
}

#[test]
fn a_row_moved_to_another_group_with_everything_made_to_fit() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[row_of(&files, RHI, "DONE")] = "E09000012,2025-26,DECLINED".into();
    put_lines(&mut files, RHI, &all);
    change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 7, -1);
    change_count(&mut files, "E09000012,2025-26,rhi,DECLINED,none", 7, 1);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi-by", "do not add up to those in tables/rhi.csv");
}

#[test]
fn two_rows_that_change_places_so_that_every_total_stays() {
    let mut files = borough_release().files;
    let mut all = lines(&files, BY_SEX);
    let groups: Vec<Vec<String>> = all[1..].iter().map(|l| cells(l)[2..].to_vec()).collect();
    let one = 0;
    let other =
        groups.iter().position(|g| g[0] != groups[one][0] && g[1] != groups[one][1]).unwrap();
    let crossed = |a: usize, b: usize| [groups[a][0].clone(), groups[b][1].clone()];
    assert!(
        groups.contains(&crossed(one, other).to_vec())
            && groups.contains(&crossed(other, one).to_vec())
    );
    for (at, group, by) in [(one, crossed(one, other), 1), (other, crossed(other, one), 1)] {
        let old = &groups[at];
        change_count(
            &mut files,
            &format!("E09000012,2025-26,rhi,{},sex,{},", old[0], old[1]),
            7,
            -1,
        );
        change_count(
            &mut files,
            &format!("E09000012,2025-26,rhi,{},sex,{},", group[0], group[1]),
            7,
            by,
        );
        all[at + 1] = format!("E09000012,2025-26,{},{}", group[0], group[1]);
    }
    put_lines(&mut files, BY_SEX, &all);
    cover_up(&mut files);
    only_the_store_sees(&files, &borough(), BY_SEX, "in the store");
}

#[test]
fn a_release_in_which_rows_were_counted_as_children() {
    // What a tool that counts rows would make: each episode is a child of its own.
    let rows = borough();
    let wrong: Vec<Row> =
        (0..).zip(&rows).map(|(n, r)| Row { child: n, values: r.values.clone() }).collect();
    let mut files = made(&profile(), &wrong, 1).unwrap().files;
    change_manifest(&mut files, |m| m.totals.children = 285);
    let report = checked(&files, Some(&rows));
    found(&report, Outcome::DoesNotHold, "tables/", "children in the store, fewer than 5");
    found(&report, Outcome::DoesNotHold, "cells.csv", "children here and");
}

#[test]
fn a_release_in_which_most_rows_of_a_group_are_one_childs() {
    let mut rows = borough();
    for row in rows.iter_mut().take(700).filter(|row| row.values["sex"] == "F") {
        row.child = 1;
    }
    let children: std::collections::BTreeSet<u64> = rows.iter().map(|row| row.child).collect();
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.totals.children = u64::try_from(children.len()).unwrap());
    let words = "One child stands behind more than 50 per cent of the group";
    found(&checked(&files, Some(&rows)), Outcome::DoesNotHold, BY_SEX, words);
}

#[test]
fn a_store_that_has_changed_since() {
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
fn a_manifest_that_is_cut_short() {
    let mut files = borough_release().files;
    let half = files[0].bytes.len() / 2;
    files[0].bytes.truncate(half);
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json, line",
        "cut short or is not JSON",
    );
    files[0].bytes.clear();
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json",
        "cut short or is not JSON",
    );
}

#[test]
fn no_manifest_at_all() {
    let mut files = borough_release().files;
    files.remove(0);
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json",
        "There is no manifest here",
    );
    found(
        &checked(&files, Some(&borough())),
        Outcome::CannotBeRead,
        "manifest.json",
        "no manifest",
    );
}

#[test]
fn a_manifest_of_another_layout() {
    let mut files = borough_release().files;
    change(&mut files, "manifest.json", |t| t.replacen("london-release-1", "london-release-9", 1));
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json",
        "not of the layout london-release-1",
    );
}

#[test]
fn a_manifest_with_something_more_in_it_or_less() {
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
fn free_text_in_the_manifest() {
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
}

#[test]
fn a_release_that_claims_to_be_signed() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.signature.signed = true);
    does_not_hold(&files, "manifest.json", "none of which is signed");
}

#[test]
fn another_profile_or_another_ladder() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.profile.version = 4);
    does_not_hold(&files, "manifest.json", "another version");
    let files = borough_release().files;
    let mut other = profile();
    other.ladders[0].steps[0].label.push('!');
    let report = homeward_release::verify::check(&files, &other, &crate::sample::hash, None);
    found(&report, Outcome::DoesNotHold, "manifest.json", "was not made with the ladder outcome");
}

#[test]
fn a_byte_order_mark() {
    let mut files = borough_release().files;
    change(&mut files, RHI, |t| format!("\u{feff}{t}"));
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 1", "byte order mark");
    change(&mut files, "manifest.json", |t| format!("\u{feff}{t}"));
    found(&checked(&files, None), Outcome::CannotBeRead, "manifest.json", "byte order mark");
}

#[test]
fn a_table_that_a_spreadsheet_wrote_again() {
    let oddities: [(fn(&str) -> String, &str); 5] = [
        (|t| t.replace('\n', "\r\n"), "ends in another way"),
        (|t| t.replace("DONE", "\"DONE\""), "quotation mark"),
        (|t| t.replacen('\n', "\n\n", 1), "blank line"),
        (|t| t.trim_end().to_owned(), "cut short"),
        (|_| String::new(), "empty"),
    ];
    for (oddity, words) in oddities {
        let mut files = borough_release().files;
        change(&mut files, RHI, oddity);
        cover_up(&mut files);
        does_not_hold(&files, RHI, words);
    }
}

#[test]
fn a_file_or_a_folder_that_is_too_large_is_not_read() {
    let too_many = usize::try_from(LARGEST_FILE).unwrap() + 1;
    let mut files = borough_release().files;
    files.iter_mut().find(|f| f.name == RHI).unwrap().bytes = vec![b'a'; too_many];
    does_not_hold(&files, RHI, "too large for a release and was not read");
    files[0].bytes = vec![b' '; too_many];
    found(&checked(&files, None), Outcome::CannotBeRead, "manifest.json", "too large");
    let many =
        vec![ReleaseFile { name: "manifest.json".into(), bytes: Vec::new() }; MOST_FILES + 1];
    found(&checked(&many, None), Outcome::CannotBeRead, "manifest.json", "more than 500 files");
}

#[test]
fn what_is_wrong_on_every_line_is_said_once() {
    let mut files = borough_release().files;
    change(&mut files, RHI, |t| t.replace("2025-26", "2024-25"));
    cover_up(&mut files);
    let report = checked(&files, None);
    assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
    found(
        &report,
        Outcome::DoesNotHold,
        "tables/rhi.csv, line 2",
        "The same was found 899 times more",
    );
}

#[test]
fn a_long_list_of_problems_ends_with_how_many_more_there_are() {
    let mut files = borough_release().files;
    files
        .extend((0..205).map(|n| ReleaseFile { name: format!("extra{n}.csv"), bytes: Vec::new() }));
    let report = checked(&files, None);
    assert_eq!(report.problems.len(), 200);
    assert!(report.notes.contains(&"5 more problems are not listed.".to_owned()));
}
