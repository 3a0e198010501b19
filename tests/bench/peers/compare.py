"""Gives other tools the tables that Homeward anonymised, and says of all of them, in the same way, what is lost and
how many children share a class. Arguments: the folder of the tables, and the folder with bench.json and Homeward's.

Writes peers.json beside bench.json and prints a table."""

import csv
import json
import sys
import time
from pathlib import Path

import pandas as pd
from anjana.anonymity import k_anonymity
from anonypy import Preserver
from pycanon import anonymity

K = 5
QUASI = ["age", "sex", "ethnicity", "home", "from", "placement", "month", "duration"]

# anonypy counts rows. These are tried one after the other until no class has fewer than K children.
TRIED = [5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100]

# What anonypy puts between the values of a class.
BETWEEN = ","

data, out = Path(sys.argv[1]), Path(sys.argv[2])


class Table:
    """A table of the benchmark with its hierarchies."""

    def __init__(self, name):
        self.rows = pd.read_csv(data / f"{name}.csv", dtype=str, keep_default_na=False)
        self.ladders = {}
        for column in QUASI:
            file = data / f"h_{'month1' if column == 'month' else column}.csv"
            with file.open(encoding="utf-8", newline="") as lines:
                self.ladders[column] = list(csv.reader(lines, delimiter=";"))
        self.leaves = {column: [line[0] for line in ladder] for column, ladder in self.ladders.items()}
        values = {value for leaves in self.leaves.values() for value in leaves}
        if any(BETWEEN in value for value in values):
            raise SystemExit(f"A value holds {BETWEEN!r}, by which anonypy parts them.")
        self.under = {column: {} for column in QUASI}
        for column, ladder in self.ladders.items():
            for line in ladder:
                for label in set(line):
                    self.under[column].setdefault(label, set()).add(line[0])

    def covered(self, column, label):
        """The values that a label stands for."""
        known = self.under[column].get(label)
        return set(label.split(BETWEEN)) if known is None else known

    def judge(self, shown):
        """What is lost and who shares a class. `shown` has the labels of each row that was kept, by its number."""
        lost = len(self.rows) - len(shown)
        penalty = float(lost * len(QUASI))
        for column in QUASI:
            most = len(self.leaves[column]) - 1
            truly = self.rows[column].to_numpy()[shown.index]
            for label, rows in pd.Series(truly).groupby(shown[column].to_numpy()):
                covered = self.covered(column, label)
                if not set(rows) <= covered:
                    raise SystemExit(f"A row of {column} does not lie under its label.")
                penalty += len(rows) * (len(covered) - 1) / most
        classes = shown.groupby(QUASI, observed=True).ngroup()
        children = self.rows["child"].iloc[shown.index].groupby(classes.to_numpy()).nunique()
        few = children[children < K]
        return {
            "ncp": round(penalty / (len(self.rows) * len(QUASI)), 4),
            "rows_lost": lost,
            "classes": len(children),
            "classes_below_k_children": len(few),
            "rows_in_those": int(classes.isin(few.index).sum()),
            "fewest_children": int(children.min()),
        }


def measured(work):
    before = time.process_time()
    result = work()
    return result, round(time.process_time() - before, 2)


def homeward(table, name):
    shown = pd.read_csv(out / f"{name}-k{K}.csv", dtype=str, keep_default_na=False)
    shown = shown.set_index(shown["rid"].astype(int))[QUASI]
    own = next(line for line in bench if line["set"] == f"{name}-k{K}")
    return shown, {**table.judge(shown), "cpu_seconds": round(own["cpu_seconds"], 2)}


def anonypy(table, k):
    rows = table.rows[QUASI].astype("category").assign(rid=range(len(table.rows)))
    # With the number of the row for what is sensitive, each row of the result says which it was.
    found, seconds = measured(lambda: Preserver(rows, QUASI, "rid").anonymize_k_anonymity(k))
    shown = pd.DataFrame(found).set_index("rid")[QUASI].map(lambda values: values[0])
    return shown, {**table.judge(shown), "cpu_seconds": seconds}


def anjana(table):
    rows = table.rows[QUASI].assign(rid=range(len(table.rows)))
    ladders = {
        column: {level: [line[level] for line in ladder] for level in range(len(ladder[0]))}
        for column, ladder in table.ladders.items()
    }
    found, seconds = measured(lambda: k_anonymity(rows, [], QUASI, K, 1, ladders))
    shown = found.set_index(found["rid"].astype(int))[QUASI]
    return shown, {**table.judge(shown), "cpu_seconds": seconds}


def pycanon(shown):
    k, seconds = measured(lambda: anonymity.k_anonymity(shown.reset_index(drop=True), QUASI))
    return {"calls_it_k": int(k), "cpu_seconds": seconds}


bench = json.loads((out / "bench.json").read_text(encoding="utf-8"))
found = {}
for name in ["b2k", "l30k"]:
    table = Table(name)
    ours, of_ours = homeward(table, name)
    tools = found[name] = {"homeward": of_ours, "pycanon on homeward's": pycanon(ours)}
    for k in TRIED:
        shown, tools[f"anonypy k={k}"] = anonypy(table, k)
        if k == K:
            tools["pycanon on anonypy's"] = pycanon(shown)
        if tools[f"anonypy k={k}"]["classes_below_k_children"] == 0:
            break
    _, tools["anjana"] = anjana(table)
    print(f"\n{name}, k = {K}")
    for tool, says in tools.items():
        print(f"  {tool:24}" + ", ".join(f"{what.replace('_', ' ')} {value}" for what, value in says.items()))
(out / "peers.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
