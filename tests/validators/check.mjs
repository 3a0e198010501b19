// Puts what Homeward publishes before ajv and html-validate. Arguments: the repository, the folder of samples, and the
// folder that the packages were installed into.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

const [repository, samples, installed] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(installed, "package.json"));
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;
const { HtmlValidate } = require("html-validate");

const schemas = join(repository, "schemas");
const wrong = [];
const note = (holds, sentence) => holds || wrong.push(sentence);
const text = (path) => readFileSync(path, "utf8");
const read = (path) => JSON.parse(text(path));
const under = (folder) =>
  readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((path) => path.endsWith(".json"));

// Strict mode refuses words that the dialect does not have. What it also finds bad style stays allowed.
const ajv = () => {
  const one = new Ajv({
    strict: true, strictTypes: false, strictTuples: false, strictRequired: false, allErrors: true, messages: false,
  });
  addFormats(one);
  // Sizes of numbers, as the generator of the meta-schemas names them.
  for (const [name, least, most] of [["uint8", 0, 255], ["uint32", 0, 2 ** 32 - 1]]) {
    one.addFormat(name, { type: "number", validate: (number) => number >= least && number <= most });
  }
  for (const name of ["int64", "uint64", "uint", "double"]) one.addFormat(name, { type: "number", validate: () => true });
  return one;
};

function everySchemaCompiles() {
  const files = under(schemas).filter((path) => path.endsWith(".schema.json"));
  for (const path of [...files, join(samples, "release", "release.schema.json")]) {
    try {
      ajv().compile(read(path));
    } catch (error) {
      wrong.push(`${basename(path)}: ${error.message}`);
    }
  }
  return `${files.length + 1} schemas compile`;
}

function everyFileFitsItsMetaSchema() {
  const compiled = new Map();
  let count = 0;
  for (const path of under(schemas)) {
    const whole = read(path);
    if (path.endsWith(".schema.json") || path.includes("published") || !whole.$schema) continue;
    const of = join(dirname(path), whole.$schema);
    if (!compiled.has(of)) compiled.set(of, ajv().compile(read(of)));
    const fits = compiled.get(of);
    note(fits(whole), `${basename(path)}: ${JSON.stringify(fits.errors?.[0])}`);
    note(!fits({ ...whole, no_such_key: 1 }), `${basename(path)} may hold anything`);
    count += 1;
  }
  note(count > 100, `only ${count} files were found`);
  return `${count} files of the standard fit their meta-schemas`;
}

function documentsGetTheVerdictOfHomeward() {
  const documents = read(join(samples, "documents.json"));
  const compiled = new Map();
  let fitting = 0;
  documents.forEach((one, number) => {
    if (!compiled.has(one.schema)) compiled.set(one.schema, ajv().compile(read(join(schemas, "published", one.schema))));
    const fits = compiled.get(one.schema)(one.document);
    note(fits === one.fits, `document ${number} of ${one.schema}: ajv says ${fits}, Homeward ${one.fits}`);
    fitting += fits ? 1 : 0;
  });
  note(documents.length === 200 && fitting > 40 && fitting < 160, `${documents.length} documents, ${fitting} fit`);
  return `${documents.length} documents: ${fitting} fit and ${documents.length - fitting} do not, as Homeward says`;
}

function theReleaseFitsItsSchemas() {
  const manifest = read(join(samples, "release", "manifest.json"));
  for (const path of [
    join(schemas, "published", "release.schema.json"),
    join(samples, "release", "release.schema.json"),
  ]) {
    const fits = ajv().compile(read(path));
    note(fits(manifest), `manifest.json by ${path}: ${JSON.stringify(fits.errors?.[0])}`);
    note(!fits({ ...manifest, period: 2025 }), `${path} takes any manifest`);
  }
  return "the manifest of a release fits its schemas";
}

function theStatementFitsItsSchema() {
  const manifest = read(join(samples, "statement", "manifest.json"));
  const path = join(schemas, "published", "release-statement.schema.json");
  const fits = ajv().compile(read(path));
  note(fits(manifest), `manifest.json by ${path}: ${JSON.stringify(fits.errors?.[0])}`);
  note(!fits({ ...manifest, totals: { children: 4 } }), `${path} takes totals`);
  return "the manifest of a statement fits its schema";
}

async function thePagesAreValid() {
  const judge = new HtmlValidate({
    root: true,
    extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
    // These are about how HTML is written, not about whether it is right.
    rules: { "no-trailing-whitespace": "off", "long-title": "off", "doctype-style": ["error", { style: "lowercase" }] },
  });
  const pages = ["dictionary.html", "blank-form.html"];
  for (const name of pages) {
    const page = text(join(schemas, "published", name));
    const report = await judge.validateString(page, name);
    for (const found of report.results.flatMap((result) => result.messages).slice(0, 20)) {
      wrong.push(`${name} line ${found.line}: ${found.ruleId}: ${found.message}`);
    }
    const broken = await judge.validateString(page.replace("<h1>", '<h1 id="main"><p>'), name);
    note(!broken.valid, `html-validate accepts a damaged ${name}`);
  }
  return `${pages.length} pages are valid and accessible HTML`;
}

for (const check of [
  everySchemaCompiles,
  everyFileFitsItsMetaSchema,
  documentsGetTheVerdictOfHomeward,
  theReleaseFitsItsSchemas,
  theStatementFitsItsSchema,
  thePagesAreValid,
]) {
  console.log("JavaScript:", await check());
}
for (const sentence of wrong.slice(0, 50)) console.log("WRONG:", sentence);
process.exit(wrong.length > 0 ? 1 : 0);
