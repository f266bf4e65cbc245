//! Calling the hand-over tool, whatever it is called and whatever it wants to be told.

use serde_json::{Map, Value};

/// A tool the client offered.
#[derive(Debug, Clone)]
pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) parameters: Value,
}

/// The tools of a request.
pub(crate) fn offered(request: &Value) -> Vec<Tool> {
    let list = request.get("tools").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|tool| {
            let function = tool.get("function")?;
            Some(Tool {
                name: function.get("name")?.as_str()?.to_owned(),
                parameters: function.get("parameters").cloned().unwrap_or_default(),
            })
        })
        .collect()
}

/// The tool that hands a conversation over to a person.
pub(crate) fn hand_over(tools: &[Tool]) -> Option<&Tool> {
    tools
        .iter()
        .find(|tool| tool.name.to_lowercase().contains("hand"))
}

/// Arguments that fit the tool's own schema, with the reason wherever a text is wanted.
pub(crate) fn arguments(tool: &Tool, reason: &str) -> String {
    let properties = tool.parameters.get("properties").and_then(Value::as_object);
    let mut filled = Map::new();
    for (name, schema) in properties.into_iter().flatten() {
        filled.insert(name.clone(), fitting(schema, reason));
    }
    if filled.is_empty() {
        filled.insert("reason".to_owned(), Value::String(reason.to_owned()));
    }
    Value::Object(filled).to_string()
}

fn fitting(schema: &Value, reason: &str) -> Value {
    if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
        let small = reason.to_lowercase();
        let meant = choices.iter().find(|choice| {
            choice.as_str().is_some_and(|word| {
                word.split(['_', '-', ' '])
                    .any(|part| part.len() > 3 && small.contains(part))
            })
        });
        return meant.or_else(|| choices.first()).cloned().unwrap_or_default();
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("boolean") => Value::Bool(true),
        Some("integer" | "number") => Value::from(1),
        Some("array") => Value::Array(Vec::new()),
        Some("object") => Value::Object(Map::new()),
        _ => Value::String(reason.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_tool_is_found_and_its_own_parameters_are_filled() {
        let request = json!({ "tools": [
            { "type": "function", "function": { "name": "lookup_order", "parameters": {} } },
            { "type": "function", "function": { "name": "hand_to_person", "parameters": { "type": "object", "properties": {
                "reason": { "type": "string" },
                "kind": { "type": "string", "enum": ["missing_information", "asked_for_person"] },
                "urgent": { "type": "boolean" } } } } },
        ] });
        let tools = offered(&request);
        let tool = hand_over(&tools).unwrap();
        assert_eq!(tool.name, "hand_to_person");
        let filled: Value =
            serde_json::from_str(&arguments(tool, "The customer asked for a person.")).unwrap();
        assert_eq!(
            filled,
            json!({ "reason": "The customer asked for a person.", "kind": "asked_for_person", "urgent": true })
        );
    }
}
