//! Where the pictures go.

use homeward_e2e::{Outcome, Window};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The widths, in pixels.
const WIDTHS: [u32; 2] = [1280, 800];
/// A longer page is cut there, in pixels: lists repeat themselves.
const HIGHEST: u32 = 3_000;
/// Enough for text and a few tones, and small on disk.
const COLOURS: &str = "24";

/// A folder of pictures.
pub struct Album {
    folder: PathBuf,
    /// The folder of the made-up machine, which no picture names.
    machine: String,
    taken: Cell<usize>,
    again: RefCell<Vec<(String, String)>>,
}

impl Album {
    /// An empty one.
    pub fn new(folder: &Path, machine: &Path) -> Outcome<Self> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            machine: machine.display().to_string(),
            taken: Cell::new(0),
            again: RefCell::default(),
        })
    }

    /// The page that the window shows, whole, at each width.
    pub async fn add(&self, window: &Window, name: &str) -> Outcome {
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
                return Err(homeward_e2e::Fault::new(format!("convert failed on {name}")));
            }
        }
        window.size(1280, 900).await?;
        self.taken.set(self.taken.get() + 1);
        println!("  {name}");
        Ok(())
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

    /// How many screens were taken.
    pub fn taken(&self) -> usize {
        self.taken.get()
    }
}
