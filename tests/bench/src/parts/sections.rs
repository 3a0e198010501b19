//! The largest section of the standard, and the longest story of a child: what the widened set of
//! questions costs where there is most of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use homeward_app::Homeward;
use homeward_app::api::record::{Give, Kind, PageView, QuestionView};
use homeward_app::asks::{InSection, OneRowGroup};
use homeward_store::{BulkQuery, Store};
use homeward_vault::KeyFile;
use uuid::Uuid;

use super::lists::{quick, record_of, saved, turns};
use crate::budgets::Line;
use crate::fault::Fault;
use crate::samples::clocked;
use crate::stores::{self, AUTHORITY};

/// Children whose records are looked through for the largest section.
const CHILDREN: usize = 8;

/// Episodes of each of them that are looked through, the newest first.
const EPISODES: usize = 3;

/// Rows that every repeating group of a measured page has at least: more than people write.
const ROWS: usize = 6;

/// Pages that are measured in turn, so that they lie apart in the file.
const PAGES: usize = 8;

/// Opening, answering, checking and reading back the largest there is.
pub fn lines(store: &Path, times: usize) -> Result<Vec<Line>, Fault> {
    let largest = Largest::find(store)?;
    let home = stores::home(store)?;
    stores::unlock(&home)?;
    let size = format!("{} questions", largest.questions());
    let (records, pages) = (&largest.records, &largest.pages);
    let mut lines = vec![
        quick(
            "largest section opened (audited)",
            clocked(turns(pages, times), |at| home.page(at.place.clone()).map(|_| ()))?,
        )
        .also(&size),
    ];
    let fields: Vec<&Give> = pages.iter().flat_map(|page| &page.fields).collect();
    let given = clocked((0..times).zip(turns(&fields, times)), |(turn, field)| {
        let op = homeward_vault::random_id().to_string();
        let raw = format!("Written by the bench, turn {turn}.");
        home.give(Give { op, raw, left: turn % 2 == 0, ..(*field).clone() }).map(|_| ())
    })?;
    lines.push(saved("answer in the largest section, saved and shown", given).also(&size));
    lines.push(quick(
        "its record as a task list (audited)",
        clocked(turns(records, times), |id| home.record(id.clone()).map(|_| ()))?,
    ));
    lines.push(quick(
        "its record, check answers (audited)",
        clocked(turns(records, times), |id| home.check_answers(id.clone()).map(|_| ()))?,
    ));
    if !largest.carried.is_empty() {
        lines.push(quick(
            "section with last time's answers (audited)",
            clocked(turns(&largest.carried, times), |at| home.page(at.clone()).map(|_| ()))?,
        ));
    }
    lines.push(quick(
        "pages for the child, of a conversation (audited)",
        clocked(turns(&largest.conversations, times), |id| home.with_you(id.clone()).map(|_| ()))?,
    ));
    let episodes = format!("{} episodes", largest.episodes);
    lines.push(
        quick(
            "chronology of the child with most episodes (audited)",
            clocked(0..times, |_| home.chronology(largest.child.clone()).map(|_| ()))?,
        )
        .also(&episodes),
    );
    lines.push(
        quick(
            "that child's page (audited)",
            clocked(0..times, |_| home.child(largest.child.clone()).map(|_| ()))?,
        )
        .also(&episodes),
    );
    Ok(lines)
}

/// A page that is measured.
pub struct Page {
    /// Where it is.
    pub place: InSection,
    /// How many questions stand on it, those in rows included.
    pub questions: usize,
    /// Fields of words in it.
    fields: Vec<Give>,
}

/// The most that the store holds of each.
pub struct Largest {
    /// Pages with most questions, the largest first.
    pub pages: Vec<Page>,
    records: Vec<String>,
    /// Pages that show the answers of the last time.
    carried: Vec<InSection>,
    /// Conversations that have pages for the child.
    conversations: Vec<String>,
    /// The child with most episodes, and how many.
    child: String,
    episodes: usize,
}

impl Largest {
    /// Looks through the records of the children with most episodes, and adds rows to the pages
    /// that it finds. The store is closed before and after.
    pub fn find(store: &Path) -> Result<Self, Fault> {
        let busiest = busiest(store)?;
        let (child, episodes) = busiest.first().cloned().ok_or(Fault::Without("children"))?;
        let home = stores::home(store)?;
        stores::unlock(&home)?;
        let mut places = Vec::new();
        let mut carried = Vec::new();
        let mut conversations = BTreeSet::new();
        for (child, _) in &busiest {
            for record in records_of(&home, child)? {
                for task in home.record(record.clone())?.tasks {
                    let place = InSection { record: record.clone(), section: task.section };
                    let page = home.page(place.clone())?;
                    if all(&page).any(|question| question.last.is_some()) {
                        carried.push(place.clone());
                    }
                    if page.open {
                        let groups = all(&page).filter(|question| question.rows.is_some()).count();
                        places.push((questions(&page) + groups * ROWS, place));
                    }
                }
                if home.with_you(record.clone()).is_ok() {
                    conversations.insert(record);
                }
            }
        }
        places.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        // Rows make a page larger, so more are filled than are measured.
        let mut pages = Vec::new();
        for (_, place) in places.into_iter().take(3 * PAGES) {
            let page = with_rows(&home, &place)?;
            let fields = fields(&page);
            if !fields.is_empty() {
                pages.push(Page { place, questions: questions(&page), fields });
            }
        }
        home.close();
        pages.sort_by_key(|page| std::cmp::Reverse(page.questions));
        pages.truncate(PAGES);
        let mut records: Vec<String> = pages.iter().map(|page| page.place.record.clone()).collect();
        records.dedup();
        for (many, what) in [(pages.len(), "sections"), (conversations.len(), "conversations")] {
            if many == 0 {
                return Err(Fault::Without(what));
            }
        }
        let conversations = conversations.into_iter().collect();
        Ok(Self { pages, records, carried, conversations, child, episodes })
    }

    /// How many questions stand on the largest page.
    fn questions(&self) -> usize {
        self.pages.first().map_or(0, |page| page.questions)
    }
}

/// The children with most episodes, the one with most first.
fn busiest(store: &Path) -> Result<Vec<(String, usize)>, Fault> {
    let unlocked = KeyFile::unlock(store, &stores::passphrase(), stores::now().timestamp())?;
    let opened = Store::open(store, unlocked.key)?;
    let mut episodes: BTreeMap<Uuid, usize> = BTreeMap::new();
    let query = BulkQuery { authority: AUTHORITY, from: None, until: None, questions: &[] };
    opened.read()?.each_episode(
        &query,
        &mut |episode| {
            *episodes.entry(episode.child.id).or_default() += 1;
            ControlFlow::Continue(())
        },
        &mut |_| ControlFlow::Continue(()),
    )?;
    let mut children: Vec<_> = episodes.into_iter().collect();
    children.sort_by_key(|(_, many)| std::cmp::Reverse(*many));
    Ok(children.into_iter().take(CHILDREN).map(|(id, many)| (id.to_string(), many)).collect())
}

/// Records of a child's newest episodes, and the child's own.
fn records_of(home: &Homeward, child: &str) -> Result<Vec<String>, Fault> {
    let mut records = vec![child.to_owned()];
    for episode in home.child(child.to_owned())?.episodes.iter().take(EPISODES) {
        records.extend(episode.records.iter().filter_map(record_of));
    }
    Ok(records)
}

/// All questions that stand on a page, those in rows included.
fn all(page: &PageView) -> impl Iterator<Item = &QuestionView> {
    page.questions.iter().chain(&page.more).flat_map(|question| {
        let rows = question.rows.iter().flat_map(|group| &group.rows);
        std::iter::once(question).chain(rows.flat_map(|row| &row.questions))
    })
}

fn questions(page: &PageView) -> usize {
    all(page).count()
}

fn with_rows(home: &Homeward, place: &InSection) -> Result<PageView, Fault> {
    let mut page = home.page(place.clone())?;
    let groups: Vec<(String, usize)> = page
        .questions
        .iter()
        .chain(&page.more)
        .filter_map(|one| Some((one.question.clone(), one.rows.as_ref()?.rows.len())))
        .collect();
    for (question, rows) in groups {
        for _ in rows..ROWS {
            let group = OneRowGroup { record: place.record.clone(), question: question.clone() };
            page = home.add_row(group)?;
        }
    }
    Ok(page)
}

/// Fields of words that may be written in.
fn fields(page: &PageView) -> Vec<Give> {
    all(page)
        .filter(|question| question.open && matches!(question.kind, Kind::Text | Kind::LongText))
        .map(|question| Give {
            op: String::new(),
            record: page.record.clone(),
            question: question.question.clone(),
            item: question.item,
            raw: String::new(),
            absence: None,
            left: false,
        })
        .collect()
}
