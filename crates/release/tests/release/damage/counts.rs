//! Damage to `cells.csv` and to the totals.

use super::*;

#[test]
fn an_edited_count_is_found() {
    let mut files = borough_release().files;
    let line = change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 7, 1);
    does_not_hold(&files, "cells.csv", "its hash is another");
    cover_up(&mut files);
    does_not_hold(&files, &format!("cells.csv, line {line}"), "episodes here and");
}

#[test]
fn an_edited_count_of_children_is_found() {
    let mut files = borough_release().files;
    change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 6, 5);
    cover_up(&mut files);
    only_the_store_sees(&files, &borough(), "cells.csv, line", "children here and");
}

#[test]
fn an_exact_count_of_children_is_found() {
    let mut files = borough_release().files;
    change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 6, 1);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv, line", "may be said in steps of 5 only");
}

#[test]
fn fewer_children_than_may_be_shown_are_found() {
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
fn more_children_than_episodes_are_found() {
    let mut files = borough_release().files;
    change_count(&mut files, "E09000012,2025-26,rhi,DONE,none", 6, 5_000);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "each has one at least");
    does_not_hold(&files, "cells.csv", "more children than the release has in all");
}

#[test]
fn children_who_stand_in_no_group_are_found() {
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
fn a_group_left_out_of_the_counts_is_found() {
    let mut files = borough_release().files;
    let mut all = lines(&files, "cells.csv");
    all.retain(|line| !line.contains(",rhi,DECLINED,none"));
    put_lines(&mut files, "cells.csv", &all);
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "The group DECLINED of tables/rhi.csv is missing");
}

#[test]
fn a_group_that_no_table_has_is_found() {
    let mut files = borough_release().files;
    change(&mut files, "cells.csv", |t| {
        format!("{t}E09000012,2025-26,rhi,NOT_HELD,none,ALL,7,9\n")
    });
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv", "tables/rhi.csv has no row of this group");
}

#[test]
fn a_group_counted_twice_is_found() {
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
fn counts_of_a_topic_that_is_not_the_profiles_are_found() {
    let mut files = borough_release().files;
    change(&mut files, "cells.csv", |t| t.replacen(",population,", ",harm,", 1));
    cover_up(&mut files);
    does_not_hold(&files, "cells.csv, line 2", "none of this profile");
}

#[test]
fn more_children_in_all_than_episodes_or_fewer_than_k_are_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.totals.children = 901);
    does_not_hold(&files, "manifest.json", "more children than episodes");
    change_manifest(&mut files, |m| m.totals.children = 4);
    does_not_hold(&files, "manifest.json", "fewer children in all than k");
}

#[test]
fn another_number_of_children_in_all_is_found() {
    let mut files = borough_release().files;
    change_manifest(&mut files, |m| m.totals.children -= 1);
    only_the_store_sees(&files, &borough(), "manifest.json", "the store has 900 of 285");
}
