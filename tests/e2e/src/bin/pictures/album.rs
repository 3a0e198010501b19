//! Where the pictures go.

use homeward_e2e::{Fault, Outcome, Window};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The widths of the pictures of each page, in pixels: a desk and a small laptop.
const WIDTHS: [u32; 2] = [1280, 800];
/// A longer page is cut there, in pixels: lists repeat themselves.
const HIGHEST: u32 = 3_000;
/// Enough for text and a few tones, and small on disk.
const COLOURS: &str = "24";

/// A folder of pictures, and what could not be taken.
pub struct Album {
    folder: PathBuf,
    /// The folder of the made-up machine, which no picture names.
    machine: String,
    screens: Cell<usize>,
    pictures: Cell<usize>,
    failed: RefCell<Vec<String>>,
    again: RefCell<Vec<(String, String)>>,
}

impl Album {
    /// Goes on with a folder, which is made if it is not there.
    pub fn new(folder: &Path, machine: &Path) -> Outcome<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            machine: machine.display().to_string(),
            screens: Cell::new(0),
            pictures: Cell::new(0),
            failed: RefCell::default(),
            again: RefCell::default(),
        })
    }

    /// The page that the window shows, whole. A picture that fails is noted, and the walk goes on.
    pub async fn add(&self, window: &Window, name: &str) -> Outcome {
        match self.take(window, name).await {
            Ok(()) => {
                self.screens.set(self.screens.get() + 1);
                println!("  {name}");
            }
            Err(fault) => self.note(name, &fault),
        }
        // Also after a fault: the walk presses its buttons in a window of this size.
        window.size(WIDTHS[0], 900).await
    }

    async fn take(&self, window: &Window, name: &str) -> Outcome {
        window.show_instead(&self.machine, "/media/worker").await?;
        for width in WIDTHS {
            window.size(width, 900).await?;
            let height = window.page_height().await?.clamp(600, HIGHEST);
            window.size(width, height).await?;
            window.to_the_top().await?;
            let path = self.folder.join(format!("{name}-{width}.png"));
            window.picture(&path).await?;
            let small = Command::new("convert")
                .arg(&path)
                .args(["-strip", "+dither", "-colors", COLOURS, "-quality", "90"])
                .arg(format!("PNG8:{}", path.display()))
                .status()?;
            if !small.success() {
                return Err(Fault::new(format!("convert failed on {name}")));
            }
            self.pictures.set(self.pictures.get() + 1);
        }
        Ok(())
    }

    /// Notes what could not be taken, to be named at the end.
    pub fn note(&self, what: &str, fault: &Fault) {
        println!("  {what}: failed");
        self.failed.borrow_mut().push(format!("{what}: {fault}"));
    }

    /// Remembers a page, to show it in other looks too.
    pub async fn remember(&self, window: &Window, name: &str) -> Outcome {
        let path = window.address().await?.trim_start_matches("#/").to_owned();
        self.again.borrow_mut().push((name.to_owned(), path));
        Ok(())
    }

    /// The pages to show in other looks.
    pub fn to_show_again(&self) -> Vec<(String, String)> {
        self.again.borrow().clone()
    }

    /// What was taken, and what was not.
    pub fn close(self) -> Outcome {
        println!("{} pictures of {} screens", self.pictures.get(), self.screens.get());
        let failed = self.failed.into_inner();
        if failed.is_empty() {
            return Ok(());
        }
        let words = failed.join("\n\n");
        Err(Fault::new(format!("These pictures could not be taken.\n\n{words}")))
    }
}
