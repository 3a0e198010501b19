//! A walk in parts: a part that fails is noted, and the next one begins in a window of its own.

use super::album::Album;
use homeward_e2e::{Fault, Outcome, Window, World};
use std::path::Path;
use std::time::Duration;

/// How long one part may take. The driver has no limit of its own and sometimes never answers.
const TO_WALK: Duration = Duration::from_secs(300);

/// The window of a made-up borough, passed from one part to the next.
pub struct Walk<'w> {
    world: &'w World,
    store: &'w Path,
    album: &'w Album,
    window: Option<Window>,
}

impl<'w> Walk<'w> {
    /// Nothing is open yet.
    pub fn new(world: &'w World, store: &'w Path, album: &'w Album) -> Self {
        Self { world, store, album, window: None }
    }

    /// A part that begins in an unlocked window. Gives what it found, unless it failed.
    pub async fn part<T>(
        &mut self,
        name: &str,
        walk: impl AsyncFnOnce(&Window, &Album) -> Outcome<T>,
    ) -> Option<T> {
        let window = match self.window.take() {
            Some(window) => window,
            None => match self.unlocked().await {
                Ok(window) => window,
                Err(fault) => {
                    self.album.note(name, &fault);
                    return None;
                }
            },
        };
        self.go(name, window, walk).await
    }

    /// A part that begins in a locked window and leaves it unlocked.
    pub async fn locked(&mut self, name: &str, walk: impl AsyncFnOnce(&Window, &Album) -> Outcome) {
        match Window::open(self.world, self.store).await {
            Ok(window) => {
                self.go(name, window, walk).await;
            }
            Err(fault) => self.album.note(name, &fault),
        }
    }

    async fn go<T>(
        &mut self,
        name: &str,
        window: Window,
        walk: impl AsyncFnOnce(&Window, &Album) -> Outcome<T>,
    ) -> Option<T> {
        match in_time(walk(&window, self.album)).await {
            Ok(found) => {
                self.window = Some(window);
                Some(found)
            }
            Err(fault) => {
                // Nobody knows what stands on that window now.
                self.album.note(name, &fault);
                None
            }
        }
    }

    async fn unlocked(&self) -> Outcome<Window> {
        let window = Window::open(self.world, self.store).await?;
        window.on_page("Homeward is locked").await?;
        window.unlock().await?;
        window.on_page("My work").await?;
        Ok(window)
    }

    /// Closes the window.
    pub async fn close(self) -> Outcome {
        match self.window {
            Some(window) => window.close().await,
            None => Ok(()),
        }
    }
}

/// Gives up what takes too long.
pub async fn in_time<T>(walk: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    match tokio::time::timeout(TO_WALK, walk).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Fault::new("the window or its driver no longer answered")),
    }
}
