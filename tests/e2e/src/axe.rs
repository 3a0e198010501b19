//! Accessibility of the real page, by axe-core.

use crate::{Fault, Outcome, Window};
use serde_json::Value;
use std::path::Path;

impl Window {
    /// Stops with a list unless axe finds no violation of WCAG 2.2 A and AA or of its best practices.
    pub async fn assert_accessible(&self) -> Outcome {
        let axe =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe)
            .map_err(|_| Fault::new("axe-core is not installed. Use `cargo xtask e2e`."))?;
        self.client.execute(&axe, vec![]).await?;
        let found = self
            .client
            .execute_async(
                "const done = arguments[arguments.length - 1]; \
                 axe.run(document, { resultTypes: ['violations'] }).then( \
                   (r) => done({ passes: r.passes.length, violations: r.violations.map((v) => \
                     `${v.id} (${v.impact}): ${v.help}: ` + v.nodes.map((n) => n.html).join(' ; ')) }), \
                   (e) => done({ failed: String(e) }));",
                vec![],
            )
            .await?;
        // A run that judged nothing would find nothing.
        if found.get("passes").and_then(Value::as_u64).unwrap_or(0) == 0 {
            return Err(Fault::new(format!("axe judged nothing: {found}")));
        }
        let violations: Vec<&str> = found
            .get("violations")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if violations.is_empty() {
            return Ok(());
        }
        let heading = self.heading().await?;
        Err(Fault::new(format!("axe on \"{heading}\":\n{}", violations.join("\n"))))
    }
}
