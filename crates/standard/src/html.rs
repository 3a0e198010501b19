//! Just enough HTML to write a page that needs nothing else.

use std::fmt::Write as _;

/// Text as it stands between tags or in an attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A page under construction, a line a piece.
pub struct Page {
    text: String,
}

impl Page {
    /// The beginning of a page, up to and with the opening of its main part.
    pub fn begin(title: &str, style: &str, above: &str) -> Page {
        let mut text = String::new();
        let title = escape(title);
        // Writing into a text cannot fail.
        let _ = write!(
            text,
            "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">Skip to main content</a>\n{above}\
             <main id=\"main\" tabindex=\"-1\">\n"
        );
        Page { text }
    }

    /// A line of HTML, as it is.
    pub fn line(&mut self, html: &str) {
        self.text.push_str(html);
        self.text.push('\n');
    }

    /// An element around text, which is escaped. `tag` may hold attributes.
    pub fn element(&mut self, tag: &str, text: &str) {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.line(&format!("<{tag}>{}</{name}>", escape(text)));
    }

    /// A term and what it means, in a list of descriptions. Nothing when it means nothing.
    pub fn term(&mut self, term: &str, html: &str) {
        if !html.is_empty() {
            self.line(&format!("<dt>{}</dt><dd>{html}</dd>", escape(term)));
        }
    }

    /// A table: its caption, its columns, and rows of HTML whose first cell heads the row.
    pub fn table(&mut self, caption: &str, columns: &[&str], rows: &[Vec<String>]) {
        // A wide table is scrolled by itself, by keyboard too.
        self.line("<div class=\"wide\" tabindex=\"0\">");
        self.line(&format!("<table>\n<caption>{}</caption>", escape(caption)));
        let heads: String =
            columns.iter().map(|name| format!("<th scope=\"col\">{}</th>", escape(name))).collect();
        self.line(&format!("<thead><tr>{heads}</tr></thead>\n<tbody>"));
        for row in rows {
            let cells: String = row
                .iter()
                .enumerate()
                .map(|(at, cell)| {
                    if at == 0 {
                        format!("<th scope=\"row\">{cell}</th>")
                    } else {
                        format!("<td>{cell}</td>")
                    }
                })
                .collect();
            self.line(&format!("<tr>{cells}</tr>"));
        }
        self.line("</tbody>\n</table>\n</div>");
    }

    /// The whole page.
    pub fn end(mut self) -> String {
        self.line("</main>\n</body>\n</html>");
        self.text
    }
}
