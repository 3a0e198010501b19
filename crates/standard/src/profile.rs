//! Release profiles: what may leave, for whom, and how coarse at least.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::question_set::{Source, Status};
use crate::rule::Reference;

/// What a release for one kind of receiver holds. It may tighten a question's own rule, never loosen it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseProfile {
    /// Permanent. The name of its file.
    pub id: String,
    /// Who it is for, in words.
    pub title: String,
    /// A published profile is frozen by the hash of its file.
    pub status: Status,
    /// Counts up from 1.
    pub version: u32,
    /// The fewest distinct children behind any printed category.
    pub k: u32,
    /// An episode count is printed only where no child holds more than this share of it.
    pub dominance: f64,
    /// The topic tables. Each is made on its own, and once for every entry of `by`.
    pub topics: Vec<Topic>,
    /// Topics that are told of in one line each: one topic for each code of a list. When the standard is read they
    /// stand among the `topics`, after the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub each: Vec<EachCode>,
    /// What a topic may be crossed with, one at a time.
    pub by: Vec<By>,
    /// Answers that say something of another answer of the same episode, as a conversation that was declined says that
    /// there are no reasons. Whoever lays two tables side by side knows them too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follows: Vec<Follows>,
    /// The rows of episodes that may be released beside the tables. None if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<EpisodeRecords>,
    /// Where the rules come from.
    pub source: Vec<Source>,
}

impl ReleaseProfile {
    /// The topic with this id.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// Puts a topic among the `topics` for each code of the lists in `each`. `find` gives the codes of a list, with
    /// their labels; `tells` says whether a code is one of some codes or lies in one of some groups of a question's ladder.
    pub(crate) fn spell_out(
        &mut self,
        find: &dyn Fn(&str) -> Vec<(String, String)>,
        tells: &dyn Fn(&TopicSource, &str, &[String]) -> bool,
    ) {
        for each in &self.each {
            for (code, label) in find(&each.codes) {
                if each.except.contains(&code) {
                    continue;
                }
                let told = tells(&each.source, &code, &each.telling);
                let id = format!("{}_{}", each.id, code.to_lowercase());
                self.topics.push(Topic {
                    variable: id.clone(),
                    id,
                    title: format!("{}: {label}", each.title),
                    group: each.group.clone(),
                    source: each.source.clone(),
                    names: vec![code],
                    telling: if told { vec!["Y".to_owned()] } else { Vec::new() },
                    list: "yn".to_owned(),
                    ladder: each.ladder.clone(),
                    floor: 0,
                    pairs: false,
                    alone: true,
                });
            }
        }
    }
}

/// One topic for each code of a list: was this one among the answers? Each is a small table of its own without any
/// demographic, so that nothing links two codes of one episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EachCode {
    /// What the name of each topic begins with: `reason` makes `reason_h01`.
    pub id: String,
    /// What the title of each topic begins with, before the label of the code.
    pub title: String,
    /// What they belong to, as for a topic.
    pub group: String,
    /// The question that has the codes.
    pub source: TopicSource,
    /// The list of the codes.
    pub codes: String,
    /// Codes without a topic here: a topic shows each of them already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// The ladder along which yes and no are merged. One whose broader codes never hold an answer and a reason for none
    /// together, since all topics of one question have the same reasons for none.
    pub ladder: String,
    /// Codes, or groups of the question's ladder, that say that something bad happened to a child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub telling: Vec<String>,
}

/// One topic table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The name in files.
    pub id: String,
    /// The words on screen and in tables.
    pub title: String,
    /// What it belongs to: `population`, `duration`, `place`, `police`, `ppi`, `rhi`, `reasons`, `harms` or `support`.
    pub group: String,
    /// The column of a release row that holds the answer.
    pub variable: String,
    /// Where the answer comes from.
    pub source: TopicSource,
    /// Makes a yes or no of a question that can have several answers: codes of its list, or groups of its own ladder.
    /// Yes when an answer is one of them, no when there are other answers only, otherwise why there is none. A table
    /// then still has one answer a row, and the topics of one question may all say yes for one episode.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The answers that say that something bad happened to a child. A table shows no group of children who all have one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub telling: Vec<String>,
    /// The list of its leaf codes.
    pub list: String,
    /// The ladder it is merged along.
    pub ladder: String,
    /// The lowest level of the ladder that may be printed.
    #[serde(default)]
    pub floor: u8,
    /// Whether it may be crossed with two entries of `by` at once.
    #[serde(default)]
    pub pairs: bool,
    /// Whether it is crossed with nothing at all.
    #[serde(default)]
    pub alone: bool,
}

/// What a topic may be crossed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// The name in files.
    pub id: String,
    /// The words on screen and in tables.
    pub title: String,
    /// The column of a release row that holds the value.
    pub variable: String,
    /// Where the value comes from.
    pub source: TopicSource,
    /// The list of its leaf codes.
    pub list: String,
    /// The ladder it is merged along.
    pub ladder: String,
    /// The lowest level of the ladder that may be printed.
    #[serde(default)]
    pub floor: u8,
}

/// What one answer of an episode says of others, by the way they are asked or worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Follows {
    /// The columns of which it says something. One that is a yes or no of a question with several answers stands for
    /// all topics of that question, unless yes and no are told apart below.
    pub variables: Vec<String>,
    /// The column that says it.
    pub of: String,
    /// What it says. Beside an answer that is not there anything may stand.
    pub then: Vec<Then>,
}

/// What stands beside an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Then {
    /// Leaf codes or absence codes of the column that says it.
    pub is: Vec<String>,
    /// The only leaf codes or absence codes that each of the other columns can have then.
    pub can_be: Vec<String>,
}

/// Episode records: one row an episode, with these columns and no others. `k` and `dominance` of the profile hold for
/// them too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EpisodeRecords {
    /// What people read.
    pub title: String,
    /// The fewest different answers of a group of rows in a column that is `diverse`.
    pub l: u32,
    /// The largest share of a group's children who may share an answer that says that something bad happened.
    pub homogeneity: f64,
    /// The largest share of all episodes that may be left out.
    pub drop_cap: f64,
    /// What somebody may know of an episode beside the release, in the order of the columns.
    pub known: Vec<RecordColumn>,
    /// What only a conversation tells, in the order of the columns. A cell may hold several items.
    pub told: Vec<RecordColumn>,
}

/// One column of episode records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordColumn {
    /// The heading.
    pub id: String,
    /// The words on screen and in files.
    pub title: String,
    /// The column of a release row that holds the answer. Where a topic table shows the same, it has the same here.
    pub variable: String,
    /// Where the answer comes from.
    pub source: TopicSource,
    /// Makes a yes or no of a question, as for a topic.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The list of its leaf codes.
    pub list: String,
    /// The ladder it is made broader along.
    pub ladder: String,
    /// The lowest level of the ladder that may be printed.
    #[serde(default)]
    pub floor: u8,
    /// How dear it is to make it broader, against 1 for an ordinary column.
    #[serde(default = "ordinary")]
    pub weight: u32,
    /// Variables of topic tables that this column settles, though it is another one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<String>,
    /// Codes and groups of its ladder that say that something bad happened to a child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub telling: Vec<String>,
    /// Whether each group of rows must have several different answers in it.
    #[serde(default)]
    pub diverse: bool,
}

fn ordinary() -> u32 {
    1
}

/// Where a value of a release comes from: a question (`rhi.rhi_outcome`) or a derived variable (`derived.duration_band`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TopicSource {
    /// A question of a set.
    Question {
        /// The set.
        set: String,
        /// The question.
        id: String,
    },
    /// A derived variable.
    Derived(String),
}

impl fmt::Display for TopicSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TopicSource::Question { set, id } => write!(f, "{set}.{id}"),
            TopicSource::Derived(id) => write!(f, "derived.{id}"),
        }
    }
}

impl TryFrom<String> for TopicSource {
    type Error = String;

    fn try_from(text: String) -> Result<TopicSource, String> {
        let reference = Reference::from_str(&text)?;
        match reference.set {
            Some(set) if set == "derived" => Ok(TopicSource::Derived(reference.id)),
            Some(set) => Ok(TopicSource::Question { set, id: reference.id }),
            None => Err(format!(
                "a source is written like `set.question` or `derived.variable`, not `{text}`"
            )),
        }
    }
}

impl From<TopicSource> for String {
    fn from(source: TopicSource) -> String {
        source.to_string()
    }
}

impl JsonSchema for TopicSource {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TopicSource".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "`set.question` or `derived.variable`.",
            "type": "string",
            "pattern": "^[a-z0-9_]+\\.[a-z0-9_]+$"
        })
    }
}
