//! The policy: by what people are counted, the rules, and what becomes of each column.

use std::fmt;

use zeroize::Zeroizing;

use super::fault::Fault;
use super::json::{Node, read};

/// The rules for one table, as the policy file has them.
///
/// ```json
/// { "person": "child", "k": 5, "l": 2, "dominance": 0.5, "homogeneity": 0.8, "drop_cap": 0.01,
///   "columns": { "age": { "role": "quasi", "hierarchy": "h_age.csv", "floor": 0, "weight": 1 },
///                "harms": { "role": "sensitive", "separator": "|", "none": "None disclosed" },
///                "child": { "role": "identifier" }, "notes": { "role": "drop" } } }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Name of the column by which people are counted. It never leaves.
    pub person: String,
    /// The fewest different people in each group of rows; at least 2.
    pub k: u32,
    /// The fewest different answers of each sensitive column in each group. 1, which asks for
    /// nothing, when left out.
    pub l: u32,
    /// The largest share of the rows of a group that one person may have, in thousandths. 1000,
    /// which asks for nothing, when left out.
    pub dominance: u32,
    /// The largest share of the people of a group that may have one sensitive item, in thousandths.
    /// 800 when left out; it holds where `l` is 2 or more.
    pub homogeneity: u32,
    /// The largest share of rows that may be left out, in thousandths. 10 when left out.
    pub drop_cap: u32,
    /// What the order of the written rows is drawn from. Random when left out.
    pub shuffle: Option<Shuffle>,
    /// What becomes of each column, in the order of the file.
    pub columns: Vec<Column>,
}

/// A column of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading in the records file.
    pub name: String,
    /// What becomes of it.
    pub role: Role,
}

/// What becomes of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Somebody could know it of a person: made broader until enough people share it.
    Quasi {
        /// Name of the file beside the policy that says how.
        hierarchy: String,
        /// The finest level that may be shown; 0 is the value itself.
        floor: u8,
        /// What its loss counts, in thousandths; 1000 is the usual.
        weight: u32,
    },
    /// What must not be learned of a person. It leaves as it is, in groups that differ in it.
    Sensitive {
        /// Parts the items of a cell.
        separator: Option<String>,
        /// The item that says that there is nothing to learn.
        none: Option<String>,
    },
    /// Names a person. It does not leave.
    Identifier,
    /// Leaves as it is, with the items of a cell in alphabetical order.
    Plain {
        /// Parts the items of a cell.
        separator: Option<String>,
    },
    /// Does not leave.
    Drop,
}

/// A key that the order of rows is drawn from. Never written and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Shuffle(Zeroizing<Vec<u8>>);

impl Shuffle {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn from_hex(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() % 2 == 1 || text.len() > 1024 {
            return None;
        }
        let digit = |digit: char| digit.to_digit(16).and_then(|n| u8::try_from(n).ok());
        let digits = Zeroizing::new(text.chars().map(digit).collect::<Option<Vec<u8>>>()?);
        let bytes = digits.chunks(2).map(|two| two.iter().fold(0, |sum, n| sum * 16 + n)).collect();
        Some(Self(Zeroizing::new(bytes)))
    }
}

impl fmt::Debug for Shuffle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shuffle(redacted)")
    }
}

const RULES: &str = "its rules";

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// It is no JSON, has a key that is not known, twice, missing or wrong, or lets the person leave.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut keys = Keys::of(read(text)?, || Fault::NotJson { line: 1 }, RULES.into())?;
        let person = keys.text("person")?.ok_or_else(|| keys.lacks("person"))?;
        let k = keys.whole("k", 2, "a whole number of at least 2")?;
        let k = k.ok_or_else(|| keys.lacks("k"))?;
        let l = keys.whole("l", 1, "a whole number of at least 1")?;
        let share = "a share above 0 and at most 1, in steps of 0.001";
        let dominance = keys.thousandths("dominance", 1, 1000, share)?;
        let homogeneity = keys.thousandths("homogeneity", 1, 1000, share)?;
        let cap = "a share from 0 to 1, in steps of 0.001";
        let drop_cap = keys.thousandths("drop_cap", 0, 1000, cap)?;
        let shuffle = keys
            .text("shuffle")?
            .map(|hex| {
                let wrong = keys.wrong("shuffle", "pairs of hexadecimal digits");
                Shuffle::from_hex(&Zeroizing::new(hex)).ok_or(wrong)
            })
            .transpose()?;
        let columns = keys.take("columns").ok_or_else(|| keys.lacks("columns"))?;
        let wrong = || keys.wrong("columns", "an object with a key for each column");
        let Node::Object(columns) = columns else { return Err(wrong()) };
        keys.no_more()?;
        let columns =
            columns.into_iter().map(|(name, node)| column(name, node)).collect::<Result<_, _>>()?;
        let policy = Self {
            person,
            k,
            l: l.unwrap_or(1),
            dominance: dominance.unwrap_or(1000),
            homogeneity: homogeneity.unwrap_or(800),
            drop_cap: drop_cap.unwrap_or(10),
            shuffle,
            columns,
        };
        policy.agrees()?;
        Ok(policy)
    }

    /// What becomes of the column of this name. The person's needs no entry of its own.
    pub fn role(&self, name: &str) -> Option<&Role> {
        let named = self.columns.iter().find(|column| column.name == name);
        match named {
            Some(column) => Some(&column.role),
            None if name == self.person => Some(&Role::Identifier),
            None => None,
        }
    }

    fn agrees(&self) -> Result<(), Fault> {
        if !matches!(self.role(&self.person), Some(Role::Identifier | Role::Drop)) {
            return Err(Fault::PersonLeaves { column: self.person.clone() });
        }
        let any = |of: fn(&Role) -> bool| self.columns.iter().any(|column| of(&column.role));
        if !any(|role| matches!(role, Role::Quasi { .. })) {
            return Err(Fault::NoQuasi);
        }
        if self.l > 1 && !any(|role| matches!(role, Role::Sensitive { .. })) {
            return Err(Fault::NothingSensitive { rule: "l" });
        }
        Ok(())
    }
}

fn column(name: String, node: Node) -> Result<Column, Fault> {
    let place = format!("the column \"{name}\"");
    let an_object = Fault::WrongValue {
        key: "columns",
        place: place.clone(),
        must: "an object that has at least a role",
    };
    let mut keys = Keys::of(node, || an_object, place)?;
    let role = keys.text("role")?.ok_or_else(|| keys.lacks("role"))?;
    let role = match role.as_str() {
        "quasi" => {
            let hierarchy = keys.text("hierarchy")?.ok_or_else(|| keys.lacks("hierarchy"))?;
            if !beside(&hierarchy) {
                return Err(keys.wrong("hierarchy", "the name of a file beside the policy"));
            }
            let floor = keys.whole("floor", 0, "the number of a level, from 0")?.unwrap_or(0);
            let weight = keys.thousandths("weight", 0, 1_000_000, "a number from 0 to 1000")?;
            let floor = u8::try_from(floor)
                .map_err(|_| keys.wrong("floor", "the number of a level, from 0"))?;
            Role::Quasi { hierarchy, floor, weight: weight.unwrap_or(1000) }
        }
        "sensitive" => {
            Role::Sensitive { separator: keys.separator()?, none: keys.any_text("none")? }
        }
        "identifier" => Role::Identifier,
        "plain" => Role::Plain { separator: keys.separator()? },
        "drop" => Role::Drop,
        _ => return Err(keys.wrong("role", "quasi, sensitive, identifier, plain or drop")),
    };
    keys.no_more()?;
    Ok(Column { name, role })
}

/// Whether this is the plain name of a file: it cannot lead out of the policy's folder.
fn beside(name: &str) -> bool {
    !name.contains(['/', '\\', ':', '\0']) && name != "." && name != ".."
}

/// The keys of one object, taken one after another.
struct Keys {
    left: Vec<(String, Node)>,
    place: String,
}

impl Keys {
    fn of(node: Node, or: impl FnOnce() -> Fault, place: String) -> Result<Self, Fault> {
        match node {
            Node::Object(left) => Ok(Self { left, place }),
            _ => Err(or()),
        }
    }

    fn take(&mut self, key: &str) -> Option<Node> {
        let at = self.left.iter().position(|(name, _)| name == key)?;
        Some(self.left.remove(at).1)
    }

    /// Text that is not empty.
    fn text(&mut self, key: &'static str) -> Result<Option<String>, Fault> {
        match self.any_text(key)? {
            Some(text) if text.is_empty() => Err(self.wrong(key, "text that is not empty")),
            text => Ok(text),
        }
    }

    fn any_text(&mut self, key: &'static str) -> Result<Option<String>, Fault> {
        match self.take(key) {
            None => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(key, "text")),
        }
    }

    fn separator(&mut self) -> Result<Option<String>, Fault> {
        self.text("separator")
    }

    fn whole(
        &mut self,
        key: &'static str,
        least: u32,
        must: &'static str,
    ) -> Result<Option<u32>, Fault> {
        match self.take(key) {
            None => Ok(None),
            Some(Node::Number(number)) => {
                let whole = whole(number).filter(|whole| *whole >= least);
                whole.map(Some).ok_or_else(|| self.wrong(key, must))
            }
            Some(_) => Err(self.wrong(key, must)),
        }
    }

    fn thousandths(
        &mut self,
        key: &'static str,
        least: u32,
        most: u32,
        must: &'static str,
    ) -> Result<Option<u32>, Fault> {
        match self.take(key) {
            None => Ok(None),
            Some(Node::Number(number)) => {
                let near = (number * 1000.0).round();
                // Nothing is rounded away: a rule is kept as it was written or not taken.
                let exact = (number * 1000.0 - near).abs() < 1e-6;
                let found = whole(near).filter(|n| exact && (least..=most).contains(n));
                found.map(Some).ok_or_else(|| self.wrong(key, must))
            }
            Some(_) => Err(self.wrong(key, must)),
        }
    }

    fn lacks(&self, key: &'static str) -> Fault {
        Fault::NoKey { key, place: self.place.clone() }
    }

    fn wrong(&self, key: &'static str, must: &'static str) -> Fault {
        Fault::WrongValue { key, place: self.place.clone(), must }
    }

    fn no_more(self) -> Result<(), Fault> {
        match self.left.into_iter().next() {
            None => Ok(()),
            Some((key, _)) => Err(Fault::UnknownKey { key, place: self.place }),
        }
    }
}

fn whole(number: f64) -> Option<u32> {
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it fits")]
    fits.then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = r#"{"person": "child", "k": 5, "columns": {
        "age": {"role": "quasi", "hierarchy": "h_age.csv"}}}"#;

    fn with(more: &str) -> Result<Policy, Fault> {
        Policy::parse(&LEAST.replacen("\"k\": 5", &format!("\"k\": 5, {more}"), 1))
    }

    fn with_column(column: &str) -> Result<Policy, Fault> {
        Policy::parse(&LEAST.replacen("\"columns\": {", &format!("\"columns\": {{ {column},"), 1))
    }

    #[test]
    fn what_may_be_left_out_has_a_default() {
        let policy = Policy::parse(LEAST).unwrap();
        assert_eq!((policy.k, policy.l, policy.dominance), (5, 1, 1000));
        assert_eq!((policy.homogeneity, policy.drop_cap), (800, 10));
        assert_eq!(policy.role("child"), Some(&Role::Identifier));
        assert_eq!(policy.role("notes"), None);
        let Some(Role::Quasi { floor: 0, weight: 1000, .. }) = policy.role("age") else { panic!() };
    }

    #[test]
    fn a_key_that_is_not_known_is_refused_with_its_name() {
        for said in [
            with("\"dominence\": 0.5").unwrap_err(),
            with_column(r#""b": {"role": "plain", "dominence": 1}"#).unwrap_err(),
            with_column(r#""b": {"role": "drop", "separator": "|"}"#).unwrap_err(),
        ] {
            assert!(matches!(said, Fault::UnknownKey { .. }), "{said}");
        }
        let said = with("\"K\": 7").unwrap_err().to_string();
        assert!(said.contains("the key \"K\" in its rules"), "{said}");
    }

    #[test]
    fn a_rule_that_weakens_by_mistake_is_refused() {
        for more in [
            "\"dominance\": 0",
            "\"dominance\": 50",
            "\"dominance\": \"0.5\"",
            "\"dominance\": 0.33333",
            "\"l\": 0",
            "\"l\": 1.5",
            "\"drop_cap\": -1",
            "\"homogeneity\": 1.1",
            "\"shuffle\": \"abc\"",
            "\"shuffle\": \"xy\"",
            "\"shuffle\": \"\"",
            "\"l\": null",
        ] {
            assert!(matches!(with(more), Err(Fault::WrongValue { .. })), "{more}");
        }
        assert!(Policy::parse(&LEAST.replace("\"k\": 5", "\"k\": 1")).is_err());
        assert_eq!(with("\"l\": 2"), Err(Fault::NothingSensitive { rule: "l" }));
    }

    #[test]
    fn the_person_never_leaves() {
        let said = with_column(r#""child": {"role": "plain"}"#);
        assert_eq!(said, Err(Fault::PersonLeaves { column: "child".into() }));
        assert!(with_column(r#""child": {"role": "drop"}"#).is_ok());
    }

    #[test]
    fn a_hierarchy_stands_beside_the_policy() {
        for name in ["../h.csv", "/etc/passwd", "a/b.csv", "C:h.csv", ".."] {
            let column = format!(r#""b": {{"role": "quasi", "hierarchy": "{name}"}}"#);
            assert!(matches!(with_column(&column), Err(Fault::WrongValue { .. })), "{name}");
        }
    }

    #[test]
    fn a_key_for_the_order_is_read_and_never_shown() {
        let policy = with("\"shuffle\": \"00fFa1\"").unwrap();
        assert_eq!(policy.shuffle.as_ref().unwrap().bytes(), [0, 255, 161]);
        assert!(format!("{policy:?}").contains("redacted"));
    }
}
