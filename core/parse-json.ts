/** What the text says as JSON; undefined when it is none, which no schema accepts that asks for something. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, which is the answer.
    return undefined;
  }
}
