//! JSON in which a key that stands twice is refused, not overwritten: a policy that says two things
//! of one column is no policy.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::fault::Fault;

/// A value with its keys in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Nothing,
    Truth,
    Number(f64),
    Text(String),
    List,
    Object(Vec<(String, Node)>),
}

/// Begins the text of the error by which a double key comes through serde.
const TWICE: &str = "key twice: ";

/// Reads the bytes of a policy.
pub(super) fn read(text: &str) -> Result<Node, Fault> {
    serde_json::from_str(text).map_err(|error| {
        let said = error.to_string();
        match said.strip_prefix(TWICE).and_then(|rest| rest.rsplit_once(" at line ")) {
            Some((key, _)) => Fault::KeyTwice { key: key.to_owned() },
            None => Fault::NotJson { line: error.line().max(1) },
        }
    })
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Truth)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        #[expect(clippy::cast_precision_loss, reason = "a policy holds small numbers")]
        Ok(Node::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        #[expect(clippy::cast_precision_loss, reason = "a policy holds small numbers")]
        Ok(Node::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        while list.next_element::<Node>()?.is_some() {}
        Ok(Node::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut keys: Vec<(String, Node)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        while let Some((key, value)) = map.next_entry::<String, Node>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("{TWICE}{key}")));
            }
            keys.push((key, value));
        }
        Ok(Node::Object(keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_stands_twice_is_refused_by_name() {
        let fault = read("{\"columns\": {\"a\": 1,\n \"a\": 2}}").unwrap_err();
        assert_eq!(fault, Fault::KeyTwice { key: "a".into() });
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_line() {
        assert_eq!(read("{\n\"a\": }").unwrap_err(), Fault::NotJson { line: 2 });
        assert_eq!(read("").unwrap_err(), Fault::NotJson { line: 1 });
    }

    #[test]
    fn keys_stay_in_the_order_of_the_file() {
        let Node::Object(keys) = read("{\"b\": [1, {}], \"a\": \"x\"}").unwrap() else { panic!() };
        assert_eq!(keys, [("b".into(), Node::List), ("a".into(), Node::Text("x".into()))]);
    }
}
