//! The program that people get lets nobody take hold of its window.

use homeward_e2e::{Outcome, Program, World, program};
use std::process::{Command, Stdio};
use std::time::Duration;

const SWITCHES: [&str; 3] =
    ["TAURI_WEBVIEW_AUTOMATION", "WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"];

fn shipped(world: &World) -> Outcome<Command> {
    let mut command = Command::new(program("HOMEWARD_DESKTOP_SHIPPED")?);
    world.furnish(&mut command).env("HOMEWARD_STORE", world.store());
    for switch in SWITCHES {
        command.env_remove(switch);
    }
    Ok(command)
}

#[test]
fn the_shipped_program_does_not_start_where_it_could_be_automated() -> Outcome {
    let world = World::new()?;
    for switch in SWITCHES {
        let ended = shipped(&world)?.env(switch, "127.0.0.1:1").output()?;
        assert_eq!(ended.status.code(), Some(64), "{switch}: {ended:?}");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(said.contains(switch), "{said}");
    }
    Ok(())
}

#[test]
fn the_shipped_program_starts_without_automation() -> Outcome {
    let world = World::new()?;
    let mut started = Program::start(&mut shipped(&world)?, "Homeward")?;
    std::thread::sleep(Duration::from_secs(3));
    assert!(started.runs(), "it ended by itself");
    Ok(())
}

#[test]
fn without_a_display_the_program_says_so() -> Outcome {
    let world = World::new()?;
    let ended = shipped(&world)?
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output()?;
    assert_eq!(ended.status.code(), Some(69), "{ended:?}");
    assert!(String::from_utf8_lossy(&ended.stderr).contains("no display"), "{ended:?}");
    Ok(())
}
