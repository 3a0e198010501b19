//! Measures the real window: how long it takes to start, and to paint pages. Started by
//! `cargo xtask bench`, which gives the store and the pages as JSON and reads the times as JSON.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells its numbers to the program that started it"
)]

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    match linux::measure() {
        Ok(numbers) => {
            println!("{numbers}");
            std::process::ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{fault}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The window can be driven on Linux only.");
}

#[cfg(target_os = "linux")]
mod linux {
    use homeward_e2e::{Fault, Outcome, Window, World};
    use serde_json::{Value, json};
    use std::path::Path;
    use std::time::{Instant, SystemTime};

    /// Measures what the first argument asks for.
    pub fn measure() -> Outcome<Value> {
        let ask = std::env::args()
            .nth(1)
            .and_then(|text| serde_json::from_str::<Value>(&text).ok())
            .ok_or_else(|| Fault::new("This is started by `cargo xtask bench`."))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(measured(&ask))
    }

    fn text<'a>(ask: &'a Value, name: &str) -> Outcome<&'a str> {
        let found = ask.get(name).and_then(Value::as_str);
        found.ok_or_else(|| Fault::new(format!("the ask has no {name}")))
    }

    fn count(ask: &Value, name: &str) -> usize {
        let found = ask.get(name).and_then(Value::as_u64).unwrap_or_default();
        usize::try_from(found).unwrap_or_default()
    }

    async fn measured(ask: &Value) -> Outcome<Value> {
        let store = Path::new(text(ask, "store")?);
        let mut ran = Vec::new();
        let mut usable = Vec::new();
        for _ in 0..count(ask, "starts") {
            // A machine of its own each time: nothing of an earlier start is kept for the web view.
            let world = World::new()?;
            let (at, began) = (SystemTime::now(), Instant::now());
            let window = Window::open(&world, store).await?;
            window.on_page("Homeward is locked").await?;
            usable.push(began.elapsed().as_secs_f64() * 1000.0);
            ran.push(window.screen_ran_since(at).await?);
            window.close().await?;
        }
        let world = World::new()?;
        let window = Window::open(&world, store).await?;
        window.unlock_with(text(ask, "passphrase")?).await?;
        let mut pages = Vec::new();
        for page in ask.get("pages").and_then(Value::as_array).into_iter().flatten() {
            pages.push(painted(&window, page, count(ask, "times")).await?);
        }
        window.close().await?;
        Ok(json!({ "ran_ms": ran, "usable_ms": usable, "pages": pages }))
    }

    /// Follows the link from one page to another so many times, coming back in between.
    async fn painted(window: &Window, page: &Value, times: usize) -> Outcome<Value> {
        let (from, to) = (text(page, "from")?, text(page, "to")?);
        let mut all = Vec::new();
        let mut last = None;
        for _ in 0..times {
            window.show(from).await?;
            let found = window.painted_after_following(to, count(page, "questions")).await?;
            all.push(found.milliseconds);
            last = Some(found);
        }
        Ok(json!({
            "paint_ms": all,
            "elements": last.map(|page| page.elements),
            "questions": last.map(|page| page.questions),
        }))
    }
}
