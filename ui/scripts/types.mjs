// Writes src/backend/schema.d.ts from the API's OpenAPI document, or with --check says whether the two still agree.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const document = new URL("../../openapi.json", import.meta.url);
const target = new URL("../src/backend/schema.d.ts", import.meta.url);
const header = "/* Generated from openapi.json by `npm run types`. Do not edit. */\n\n";
const text = header + astToString(await openapiTS(document, { alphabetize: true }));

if (process.argv.includes("--check")) {
  const committed = await readFile(target, "utf8").catch(() => "");
  if (committed !== text) {
    console.error("src/backend/schema.d.ts is out of date: run `npm run types` in ui/.");
    process.exit(1);
  }
} else {
  await writeFile(target, text);
}
