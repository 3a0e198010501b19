use super::folder;

fn files() -> Vec<(String, String)> {
    vec![("missing.csv".to_owned(), "CHILD\n".to_owned()), ("a.txt".to_owned(), "b".to_owned())]
}

#[test]
fn files_are_in_their_place_whole_and_private_or_not_at_all() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("return");
    folder::write(&out, &files()).unwrap();
    assert_eq!(std::fs::read_to_string(out.join("missing.csv")).unwrap(), "CHILD\n");
    assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(out.clone()), 0o700);
        assert_eq!(mode(out.join("missing.csv")), 0o600);
    }

    // A second file of the same name fails, and nothing of the first stays.
    let twice = [files(), files()].concat();
    let other = root.path().join("other");
    assert!(folder::write(&other, &twice).is_err());
    assert!(!other.exists());
    assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_with_something_in_it_is_left_alone_and_an_empty_one_is_taken() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("return");
    std::fs::create_dir(&out).unwrap();
    folder::write(&out, &files()).unwrap();
    let refused = folder::write(&out, &files()).unwrap_err();
    assert!(refused.message.starts_with("There is something in that folder"));
    assert!(folder::must_be_new(&root.path().join("no/where")).is_err());
    assert!(folder::must_be_new(&out.join("missing.csv")).is_err());
    assert!(folder::must_be_new(std::path::Path::new("")).is_err());
}
