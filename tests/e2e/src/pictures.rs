//! What the window looks like.

use crate::{Fault, Outcome, Window};
use fantoccini::key::Key;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// As narrow as the window gets, in pixels.
const NARROWEST: u32 = 400;

impl Window {
    /// Judges the page with axe, and sees that nothing is cut off where the window is narrow.
    pub async fn look(&self, name: &str) -> Outcome {
        self.assert_accessible().await.map_err(|fault| fault.while_doing(name))?;
        let class = self.script("return document.documentElement.className;", vec![]).await?;
        let is_large = class.as_str().is_some_and(|class| class.contains("hw-text-200"));
        // Text of twice the size on a narrow window would be a zoom of 800 %, which nobody promises.
        let widths = if is_large { &[800][..] } else { &[800, NARROWEST][..] };
        for &width in widths {
            self.size(width, 900).await?;
            self.assert_nothing_is_cut_off(name).await?;
        }
        self.size(1280, 900).await
    }

    /// Takes a picture of what the window shows now, off the virtual screen.
    ///
    /// Not by the driver: where WebKit paints without a graphics card's buffers, its own picture
    /// sometimes never comes after the window has had another size.
    pub async fn picture(&self, path: &Path) -> Outcome {
        // Two frames: the first may still show what was before.
        self.client
            .execute_async(
                "const done = arguments[arguments.length - 1]; \
                 requestAnimationFrame(() => requestAnimationFrame(() => done(true)));",
                vec![],
            )
            .await?;
        let (x, y, width, height) = self.client.get_window_rect().await?;
        let area = format!("{width}x{height}+{x}+{y}");
        let mut last = Vec::new();
        // What is painted reaches the screen a moment later. A blinking cursor never stands still.
        for _ in 0..6 {
            tokio::time::sleep(Duration::from_millis(80)).await;
            let now = screen_shot(&area)?;
            if now == last {
                break;
            }
            last = now;
        }
        write_png(&last, path)
    }

    /// Shows a page that was written as a file, in place of the window's own page, which is then gone.
    ///
    /// The window goes to no file and its policy takes no style of another page, so both are handed
    /// over.
    pub async fn show_written(&self, html: &str) -> Outcome {
        self.script(
            "const page = new DOMParser().parseFromString(arguments[0], 'text/html'); \
             const style = new CSSStyleSheet(); \
             style.replaceSync([...page.querySelectorAll('style')].map((one) => one.textContent).join(' ')); \
             for (const own of document.styleSheets) own.disabled = true; \
             document.adoptedStyleSheets = [style]; \
             document.documentElement.className = ''; \
             document.body.className = ''; \
             document.body.replaceChildren(...page.body.childNodes);",
            vec![html.into()],
        )
        .await?;
        Ok(())
    }

    /// Shows the beginning of the page.
    pub async fn to_the_top(&self) -> Outcome {
        self.script("window.scrollTo(0, 0);", vec![]).await?;
        Ok(())
    }

    /// How high the whole page is, in pixels; under a dialog, what the window shows of it.
    pub async fn page_height(&self) -> Outcome<u32> {
        let height = self
            .script(
                "return document.querySelector('dialog[open]') ? window.innerHeight \
                 : document.documentElement.scrollHeight;",
                vec![],
            )
            .await?;
        Ok(height.as_u64().and_then(|height| height.try_into().ok()).unwrap_or_default())
    }

    /// Zooms in so many steps of a fifth, as Ctrl and + does.
    pub async fn zoom_in(&self, steps: usize) -> Outcome {
        self.zoom('=', steps).await
    }

    /// Zooms out again.
    pub async fn zoom_out(&self, steps: usize) -> Outcome {
        self.zoom('-', steps).await
    }

    async fn zoom(&self, key: char, steps: usize) -> Outcome {
        for _ in 0..steps {
            let before = self.width().await?;
            self.key_with(Key::Control, key).await?;
            self.until("the page is zoomed", async || Ok(self.width().await? != before)).await?;
        }
        Ok(())
    }

    /// How many CSS pixels the page is wide.
    pub async fn width(&self) -> Outcome<u64> {
        let width = self.script("return window.innerWidth;", vec![]).await?;
        Ok(width.as_u64().unwrap_or_default())
    }

    /// What sticks out furthest of a page that is too wide.
    pub async fn widest(&self) -> Outcome<String> {
        let widest = self
            .script(
                "const all = [...document.querySelectorAll('main *, header *')].filter(shown); \
                 const right = (node) => node.getBoundingClientRect().right; \
                 const most = Math.max(...all.map(right)); \
                 const at = all.filter((node) => right(node) === most).at(-1); \
                 return `${at?.tagName} ${at?.className} ${Math.round(most)} ${squash(at?.textContent).slice(0, 60)}`;",
                vec![],
            )
            .await?;
        Ok(widest.as_str().unwrap_or_default().to_owned())
    }

    /// Nobody should have to scroll sideways to read.
    pub async fn assert_nothing_is_cut_off(&self, name: &str) -> Outcome {
        let wide = self
            .script(
                "const root = document.documentElement; return root.scrollWidth > root.clientWidth;",
                vec![],
            )
            .await?;
        if wide == serde_json::Value::Bool(true) {
            let widest = self.widest().await?;
            return Err(Fault::new(format!(
                "{name} scrolls sideways when the window is narrow: {widest}"
            )));
        }
        Ok(())
    }
}

/// What stands on an area of the screen, such as `1280x900+0+0`, as ImageMagick's plainest format.
fn screen_shot(area: &str) -> Outcome<Vec<u8>> {
    let shot = Command::new("import")
        .args(["-silent", "-window", "root", "-crop", area, "+repage", "-depth", "8", "ppm:-"])
        .stderr(Stdio::inherit())
        .output()?;
    if shot.status.success() && !shot.stdout.is_empty() {
        return Ok(shot.stdout);
    }
    Err(Fault::new(format!("no picture of the screen could be taken ({})", shot.status)))
}

fn write_png(shot: &[u8], path: &Path) -> Outcome {
    let mut convert = Command::new("convert")
        .arg("ppm:-")
        .arg("-strip")
        .arg(format!("PNG:{}", path.display()))
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(mut pipe) = convert.stdin.take() {
        pipe.write_all(shot)?;
    }
    let status = convert.wait()?;
    if status.success() {
        return Ok(());
    }
    Err(Fault::new(format!("a picture could not be written ({status})")))
}
