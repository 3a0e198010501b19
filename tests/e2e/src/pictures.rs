//! Pictures of the window.

use crate::{Outcome, Window};
use std::path::{Path, PathBuf};

impl Window {
    /// Judges the page with axe and takes its picture at a laptop's width and a narrow one.
    pub async fn look(&self, name: &str) -> Outcome {
        self.look_into(&out_folder(), name).await
    }

    /// The same into another folder.
    pub async fn look_into(&self, folder: &Path, name: &str) -> Outcome {
        self.assert_accessible().await.map_err(|fault| fault.while_doing(name))?;
        std::fs::create_dir_all(folder)?;
        self.picture(&folder.join(format!("{name}.png"))).await?;
        self.size(800, 900).await?;
        self.picture(&folder.join(format!("{name}-narrow.png"))).await?;
        self.assert_nothing_is_cut_off(name).await?;
        // As narrow as the window gets, which is what zooming in does to a page.
        self.size(400, 900).await?;
        self.assert_nothing_is_cut_off(name).await?;
        self.size(1280, 900).await
    }

    /// Takes a picture of what the window shows now.
    pub async fn picture(&self, path: &Path) -> Outcome {
        // Two frames: the first may still show what was before.
        self.client
            .execute_async(
                "const done = arguments[arguments.length - 1]; \
                 requestAnimationFrame(() => requestAnimationFrame(() => done(true)));",
                vec![],
            )
            .await?;
        Ok(std::fs::write(path, self.client.screenshot().await?)?)
    }

    /// Shows the beginning of the page.
    pub async fn to_the_top(&self) -> Outcome {
        self.script("window.scrollTo(0, 0);", vec![]).await?;
        Ok(())
    }

    /// Nobody should have to scroll sideways to read.
    async fn assert_nothing_is_cut_off(&self, name: &str) -> Outcome {
        let wide = self
            .script(
                "const root = document.documentElement; return root.scrollWidth > root.clientWidth;",
                vec![],
            )
            .await?;
        if wide == serde_json::Value::Bool(true) {
            return Err(crate::Fault::new(format!(
                "{name} scrolls sideways when the window is narrow"
            )));
        }
        Ok(())
    }
}

/// Where the pictures of the journeys go. Not part of the repository.
fn out_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("out")
}
