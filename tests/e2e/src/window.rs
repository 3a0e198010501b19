//! An open Homeward with a WebDriver session to its window.

use crate::process::Program;
use crate::world::{World, program};
use crate::{Fault, Outcome};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use std::cell::Cell;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long a window may take to open, on a machine that compiles beside it.
const TO_OPEN: Duration = Duration::from_secs(60);
/// How long a page may take to show what is waited for.
pub(crate) const TO_SHOW: Duration = Duration::from_secs(20);

/// An open Homeward. Dropping it kills the program and its driver.
pub struct Window {
    pub(crate) client: Client,
    pub(crate) presses: Cell<usize>,
    app: Program,
    // Last on purpose: fields are dropped in order, and the driver would keep the program alive.
    driver: Program,
}

impl Window {
    /// Starts Homeward on this store and takes hold of its window.
    ///
    /// The program is started here and not by the driver, so that killing it is in our hands.
    pub async fn open(world: &World, store: &Path) -> Outcome<Self> {
        let (inspector, webdriver) = (free_port()?, free_port()?);
        let mut command = Command::new(program("HOMEWARD_DESKTOP")?);
        world
            .furnish(&mut command)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{inspector}"))
            .env("HOMEWARD_STORE", store);
        let mut app = Program::start(&mut command, "Homeward")?;
        wait_for_port(inspector, &mut app)?;

        let mut command = Command::new("WebKitWebDriver");
        world.furnish(&mut command).args([
            "--host=127.0.0.1".to_owned(),
            format!("--port={webdriver}"),
            format!("--target=127.0.0.1:{inspector}"),
        ]);
        let mut driver = Program::start(&mut command, "WebKitWebDriver")?;
        wait_for_port(webdriver, &mut driver)?;

        let client = connect(webdriver).await?;
        let window = Self { client, presses: Cell::new(0), app, driver };
        window.size(1280, 900).await?;
        window
            .until("the first page shows", async || Ok(!window.heading().await?.is_empty()))
            .await?;
        Ok(window)
    }

    /// Sets the window's size.
    pub async fn size(&self, width: u32, height: u32) -> Outcome {
        let wanted = serde_json::json!([width, height]);
        let size = "return [window.outerWidth, window.outerHeight];";
        if self.client.execute(size, vec![]).await? == wanted {
            return Ok(());
        }
        self.client.set_window_size(width, height).await?;
        // The page is laid out anew a moment later; until then a click would go where things stood.
        for _ in 0..20 {
            if self.client.execute(size, vec![]).await? == wanted {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Ok(())
    }

    /// Ends the session and the program in good order.
    pub async fn close(mut self) -> Outcome {
        let client = self.client.clone();
        // Ending the session closes the window; WebKit may be gone before it says so.
        let _ = tokio::time::timeout(Duration::from_secs(5), client.close()).await;
        let _ = self.app.wait(Duration::from_secs(5));
        self.driver.kill();
        Ok(())
    }

    /// Ends everything at once, as a power cut would.
    pub fn kill(mut self) {
        self.app.kill();
        self.driver.kill();
    }

    /// Locks by Ctrl+L. The program that held the key and the answers ends, and the driver's answer
    /// to the key may be lost with it.
    pub async fn lock_by_keys(self) -> Outcome {
        let _ = self.key_with(fantoccini::key::Key::Control, 'l').await;
        self.wait_until_ended()
    }

    /// Locks by a button.
    pub async fn lock_by_button(self, name: &str) -> Outcome {
        let _ = self.press(name).await;
        self.wait_until_ended()
    }

    fn wait_until_ended(mut self) -> Outcome {
        let status = self.app.wait(TO_SHOW)?;
        if status.success() {
            Ok(())
        } else {
            Err(Fault::new(format!("Homeward ended with {status}")))
        }
    }

    /// Waits until a condition holds, and says what stands on screen when it does not come.
    pub async fn until(
        &self,
        what: &str,
        mut holds: impl AsyncFnMut() -> Outcome<bool>,
    ) -> Outcome {
        let began = Instant::now();
        loop {
            let last = holds().await;
            if matches!(last, Ok(true)) {
                return Ok(());
            }
            if began.elapsed() > TO_SHOW {
                let why = last.err().map_or_else(String::new, |fault| format!(" ({fault})"));
                let shown = self.text().await.unwrap_or_else(|fault| fault.to_string());
                return Err(Fault::new(format!(
                    "waited in vain until {what}{why}. On screen stands:\n{shown}"
                )));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn connect(port: u16) -> Outcome<Client> {
    let began = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(Capabilities::new());
        let address = format!("http://127.0.0.1:{port}");
        match tokio::time::timeout(TO_OPEN, builder.connect(&address)).await {
            Ok(Ok(client)) => return Ok(client),
            Ok(Err(error)) if began.elapsed() > TO_OPEN => {
                return Err(Fault::new(format!("the driver took no hold of the window: {error}")));
            }
            Ok(Err(_)) => tokio::time::sleep(Duration::from_millis(200)).await,
            Err(_) => return Err(Fault::new("the driver never took hold of the window")),
        }
    }
}

/// A port that nobody listens on now.
fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn wait_for_port(port: u16, of: &mut Program) -> Outcome {
    let began = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if !of.runs() {
            return Err(Fault::new(
                "the program ended before its window opened: see its words above",
            ));
        }
        if began.elapsed() > TO_OPEN {
            return Err(Fault::new("the program never opened its window"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
