//! Node, which builds the screen.

use crate::steps::{Outcome, Stop, command, output_of};

/// The oldest Node that the screen's tools run on.
const OLDEST: u32 = 20;

/// Stops with a sentence unless a new enough Node is here.
pub fn check() -> Outcome {
    let printed = output_of(command("node").arg("--version"));
    let version = judge(printed.as_deref()).map_err(Stop::because)?;
    println!("Node: {version}");
    Ok(())
}

/// The version that `node --version` printed, or what to do about it.
fn judge(printed: Option<&str>) -> Result<&str, String> {
    let Some(version) = printed.map(str::trim) else {
        return Err(format!(
            "Node was not found. Homeward's screen is built with Node {OLDEST} or newer: \
             install it, then type the same again."
        ));
    };
    let major = version.strip_prefix('v').and_then(|rest| rest.split('.').next()?.parse().ok());
    match major {
        Some(major) if u32::ge(&major, &OLDEST) => Ok(version),
        _ => Err(format!(
            "Homeward's screen is built with Node {OLDEST} or newer, and this is {version}. \
             Install a newer Node, then type the same again."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_twenty_and_newer_will_do() {
        assert_eq!(judge(Some("v20.20.2\n")), Ok("v20.20.2"));
        assert_eq!(judge(Some("v100.0.0\n")), Ok("v100.0.0"));
    }

    #[test]
    fn an_older_node_is_named() {
        let sentence = judge(Some("v18.19.0\n")).unwrap_err();
        assert!(sentence.contains("this is v18.19.0"), "{sentence}");
    }

    #[test]
    fn a_machine_without_node_is_told_which_to_install() {
        assert!(judge(None).unwrap_err().starts_with("Node was not found."));
        assert!(judge(Some("not a version")).is_err());
    }
}
