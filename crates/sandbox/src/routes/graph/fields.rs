//! The `fields` language: names, `name{sub,fields}`, `name.limit(20)`, `name.after(cursor)` (contract 7).

use crate::graph_error::GraphError;

/// One field asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) limit: Option<usize>,
    pub(crate) after: Option<String>,
    pub(crate) fields: Vec<Field>,
}

/// Reads a `fields` parameter.
pub(crate) fn parse(text: &str) -> Result<Vec<Field>, GraphError> {
    let mut reader = Reader { rest: text.trim() };
    let fields = reader.list()?;
    if reader.rest.is_empty() {
        Ok(fields)
    } else {
        Err(syntax(text))
    }
}

/// The error for a field the node does not have.
pub(crate) fn unknown(name: &str) -> GraphError {
    GraphError::parameter(&format!("Tried accessing nonexisting field ({name})"))
}

fn syntax(text: &str) -> GraphError {
    GraphError::new(2_500, format!("Syntax error in fields: {text}")).kind("OAuthException")
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn list(&mut self) -> Result<Vec<Field>, GraphError> {
        let mut fields = Vec::new();
        loop {
            let field = self.field()?;
            if !field.name.is_empty() {
                fields.push(field);
            }
            if !self.eat(',') {
                return Ok(fields);
            }
        }
    }

    fn field(&mut self) -> Result<Field, GraphError> {
        let mut field = Field {
            name: self.word().to_owned(),
            ..Field::default()
        };
        while self.eat('.') {
            let modifier = self.word();
            if !self.eat('(') {
                return Err(syntax(self.rest));
            }
            let end = self.rest.find(')').ok_or_else(|| syntax(self.rest))?;
            let (value, rest) = self.rest.split_at(end);
            self.rest = rest.trim_start_matches(')');
            match modifier {
                "limit" => field.limit = Some(value.trim().parse().map_err(|_| syntax(value))?),
                "after" => field.after = Some(value.trim().to_owned()),
                _ => {}
            }
        }
        if self.eat('{') {
            field.fields = self.list()?;
            if !self.eat('}') {
                return Err(syntax(self.rest));
            }
        }
        Ok(field)
    }

    fn word(&mut self) -> &'a str {
        let text = self.rest.trim_start();
        let end = text
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        self.rest = rest.trim_start();
        word
    }

    fn eat(&mut self, wanted: char) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expansion_with_modifiers_is_read() {
        let fields =
            parse("id,updated_time, messages.limit(20).after(abc){id,from,attachments{mime_type}}").unwrap();
        assert_eq!(fields.len(), 3);
        let messages = &fields[2];
        assert_eq!(messages.limit, Some(20));
        assert_eq!(messages.after.as_deref(), Some("abc"));
        assert_eq!(messages.fields.len(), 3);
        assert_eq!(messages.fields[2].fields[0].name, "mime_type");
    }

    #[test]
    fn an_unclosed_brace_is_an_error() {
        assert!(parse("messages{id").is_err());
        assert!(parse("messages.limit(x)").is_err());
    }
}
