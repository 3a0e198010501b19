"""Puts what Homeward publishes before jsonschema and csvw. Arguments: the repository, and the folder of samples."""

import csv
import json
import shutil
import sys
from pathlib import Path

from csvw import CSVW
from jsonschema import Draft202012Validator, FormatChecker

repository, samples = Path(sys.argv[1]), Path(sys.argv[2])
schemas = repository / "schemas"
release = samples / "release"
wrong = []


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def note(holds, sentence):
    if not holds:
        wrong.append(sentence)


def validator(schema):
    return Draft202012Validator(schema, format_checker=FormatChecker())


def all_schemas_are_valid():
    files = sorted([*schemas.rglob("*.schema.json"), release / "release.schema.json"])
    for path in files:
        schema = read(path)
        dialect = schema.get("$schema")
        note(dialect == Draft202012Validator.META_SCHEMA["$id"], f"{path.name} names the dialect {dialect}")
        Draft202012Validator.check_schema(schema)
    note(len(files) > 12, f"only {len(files)} schemas were found")
    return f"{len(files)} schemas are JSON Schema 2020-12"


def all_files_fit_their_meta_schema():
    count = 0
    for path in sorted(schemas.rglob("*.json")):
        if path.name.endswith(".schema.json") or "published" in path.parts:
            continue
        whole = read(path)
        named = whole.get("$schema")
        if named is None:
            note(path.name == "published-hashes.json", f"{path.name} names no schema")
            continue
        checker = validator(read((path.parent / named).resolve()))
        for error in checker.iter_errors(whole):
            wrong.append(f"{path.name}, {error.json_path}: {error.message}")
        note(not checker.is_valid({**whole, "no_such_key": 1}), f"{path.name} may hold anything")
        count += 1
    note(count > 100, f"only {count} files were found")
    return f"{count} files of the standard fit their meta-schemas"


def documents_get_the_verdict_of_homeward():
    documents = read(samples / "documents.json")
    checkers = {}
    verdicts = {True: 0, False: 0}
    for number, one in enumerate(documents):
        name = one["schema"]
        if name not in checkers:
            checkers[name] = validator(read(schemas / "published" / name))
        fits = checkers[name].is_valid(one["document"])
        note(fits == one["fits"], f"document {number} of {name}: jsonschema says {fits}, Homeward {one['fits']}")
        verdicts[fits] += 1
    note(len(documents) == 200, f"{len(documents)} documents")
    note(min(verdicts.values()) > 40, f"too few of one kind: {verdicts}")
    return f"{len(documents)} documents: {verdicts[True]} fit and {verdicts[False]} do not, as Homeward says"


def the_release_fits_its_schemas():
    manifest = read(release / "manifest.json")
    lines = 0
    for path in (schemas / "published" / "release.schema.json", release / "release.schema.json"):
        schema = read(path)
        for error in validator(schema).iter_errors(manifest):
            wrong.append(f"manifest.json by {path.name}, {error.json_path}: {error.message}")
        note(not validator(schema).is_valid({**manifest, "period": 2025}), f"{path} takes any manifest")
        for file in [release / "cells.csv", *sorted((release / "tables").glob("*.csv"))]:
            name = file.relative_to(release).as_posix()
            row_schema = {**schema, **schema["$defs"][f"row of {name}"]}
            for key in ("oneOf", "anyOf", "allOf"):
                row_schema.pop(key, None)
            checker = validator(row_schema)
            with file.open(encoding="utf-8", newline="") as open_file:
                for row in csv.DictReader(open_file):
                    lines += 1
                    if not checker.is_valid(row):
                        wrong.append(f"{name} has a line that does not fit {path}")
                        break
    note(lines > 1000, f"only {lines} lines were read")
    return f"a release fits its schemas: the manifest, and {lines // 2} lines"


def a_statement_fits_its_schema_and_no_other():
    manifest = read(samples / "statement" / "manifest.json")
    checker = validator(read(schemas / "published" / "release-statement.schema.json"))
    for error in checker.iter_errors(manifest):
        wrong.append(f"manifest.json of a statement, {error.json_path}: {error.message}")
    note(not checker.is_valid({**manifest, "totals": {"children": 4}}), "a statement may carry totals")
    tables = validator(read(schemas / "published" / "release.schema.json"))
    note(not tables.is_valid(manifest), "a statement passes for a release of tables")
    names = sorted(path.name for path in (samples / "statement").iterdir())
    note(not any(name.endswith(".csv") or name == "tables" for name in names), f"a statement has {names}")
    return "a statement of fewer than five children fits its schema, and no other"


def csv_files_fit_their_metadata():
    folder = samples / "csvw"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(release, folder)
    shutil.copy(schemas / "published" / "release.csv-metadata.json", folder / "csv-metadata.json")
    for name in ("dictionary.csv", "dictionary.csv-metadata.json"):
        shutil.copy(schemas / "published" / name, folder / name)
    for metadata in ("dictionary.csv-metadata.json", "csv-metadata.json"):
        note(csvw_says(folder, metadata), f"{metadata}: csvw does not accept the files")
    tables = read(folder / "csv-metadata.json")["tables"]
    described = {table["url"] for table in tables}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")} - {"dictionary.csv"}
    note(described == there, f"described and not there, or there and not described: {described ^ there}")
    for table in tables:
        head = (folder / table["url"]).read_text(encoding="utf-8").split("\n", 1)[0]
        names = [column["name"] for column in table["tableSchema"]["columns"]]
        note(head.strip().split(",") == names, f"{table['url']} has other columns than its metadata")
    # Something broken must be noticed. Only these two tables are looked at again, for speed.
    first = next(table for table in tables if table["url"].startswith("tables/"))
    cells = next(table for table in tables if table["url"] == "cells.csv")
    for table, column, damage in ((cells, -1, "-3"), (cells, 0, "Hackney"), (first, -1, "NOT_A_CODE"), (first, -1, "")):
        path = folder / table["url"]
        whole = path.read_text(encoding="utf-8")
        lines = whole.splitlines()
        fields = lines[1].split(",")
        fields[column] = damage
        path.write_text("\n".join([lines[0], ",".join(fields), *lines[2:], ""]), encoding="utf-8")
        only = {**read(folder / "csv-metadata.json"), "tables": [table]}
        (folder / "only.json").write_text(json.dumps(only), encoding="utf-8")
        note(not csvw_says(folder, "only.json"), f"csvw accepts {damage!r} in {table['url']}")
        path.write_text(whole, encoding="utf-8")
        note(csvw_says(folder, "only.json"), f"csvw refuses a sound {table['url']}")
    return f"{len(tables) + 1} CSV files fit their CSVW metadata"


def csvw_says(folder, metadata):
    try:
        return CSVW(str(folder / metadata), validate=True).is_valid
    except ValueError:
        return False


for check in (
    all_schemas_are_valid,
    all_files_fit_their_meta_schema,
    documents_get_the_verdict_of_homeward,
    the_release_fits_its_schemas,
    a_statement_fits_its_schema_and_no_other,
    csv_files_fit_their_metadata,
):
    print("Python:", check())
for sentence in wrong[:50]:
    print("WRONG:", sentence)
sys.exit(1 if wrong else 0)
