//! A borough's own question set that somebody broke by hand is named at start, and Homeward opens.

use crate::stores::empty;
use crate::walk;
use homeward_e2e::{Outcome, Window, World};

#[test]
fn a_broken_file_of_the_borough_is_named_at_start_and_homeward_opens() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = empty(&world, "worker")?;
        let mut folder = store.clone().into_os_string();
        folder.push(".standard");
        let sets = std::path::PathBuf::from(folder).join("question-sets");
        std::fs::create_dir_all(&sets)?;
        std::fs::write(sets.join("rhi.v3.json"), "{\n  \"id\": \"rhi\",\n  \"version\": 3,,\n}\n")?;

        let window = Window::open(&world, &store).await?;
        window.on_page("Homeward is locked").await?;
        window.press("What to mend, file by file").await?;
        window.sees("question-sets/rhi.v3.json").await?;
        window.sees("line 3").await?;
        window.look("a broken file of the borough").await?;
        window.unlock().await?;
        window.on_page("My work").await?;
        window.until_pressed("Add a return", "Add a return").await?;
        window.close().await
    })
}
