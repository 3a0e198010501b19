//! Damage to the topic tables.

use super::*;

#[test]
fn an_extra_column_is_found() {
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
fn a_renamed_column_is_found() {
    let mut files = borough_release().files;
    change(&mut files, RHI, |t| t.replacen("rhi_outcome", "surname", 1));
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 1", "renamed");
}

#[test]
fn a_line_with_a_cell_too_many_is_found() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[4].push_str(",M");
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 5", "more or fewer cells");
}

#[test]
fn a_code_that_is_not_in_the_list_is_found() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[10] = "E09000012,2025-26,SMITH".into();
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 11", "not a code of its list");
}

#[test]
fn a_code_of_the_list_that_lies_below_the_floor_is_found() {
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
fn a_name_in_a_cell_is_found() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[20] = "E09000012,2025-26,Example Child 12".into();
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 21", "It could be a name or other free text");
}

#[test]
fn a_name_without_a_space_and_a_formula_are_found() {
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
fn a_group_of_fewer_rows_than_k_is_found() {
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
fn an_authority_swapped_in_one_row_is_found() {
    let mut files = borough_release().files;
    let mut all = lines(&files, RHI);
    all[99] = all[99].replace("E09000012", "E09000007");
    put_lines(&mut files, RHI, &all);
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 100", "The authority is not the one");
}

#[test]
fn a_wrong_year_is_found() {
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
fn a_code_together_with_its_own_broader_code_is_found() {
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
fn a_code_that_is_merged_in_this_table_is_found() {
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
fn a_row_taken_out_is_found() {
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
fn a_row_moved_to_another_group_with_everything_made_to_fit_is_found() {
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
fn two_rows_that_change_places_so_that_every_total_stays_are_found() {
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
fn a_release_in_which_rows_were_counted_as_children_is_found() {
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
fn a_release_in_which_most_rows_of_a_group_are_one_childs_is_found() {
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
