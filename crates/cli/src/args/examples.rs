//! The examples under the help of each command.

use super::EXIT_CODES;

pub(super) fn examples(lines: &str) -> String {
    format!("Examples:\n{lines}\n\n{EXIT_CODES}")
}

pub(super) const MAIN_EXAMPLES: &str = "  \
homeward demo --store demo.homeward --authority E09000012 --recovery-out demo-recovery.txt
  homeward store status --store demo.homeward --json
  homeward store add-person --store demo.homeward --name \"Example Officer\" --role governance
  homeward release propose --store demo.homeward --authority E09000012 --period 2025-26 \\
      --to \"London Datastore\" --purpose \"Yearly figures\" --agreement \"Example agreement\"
  homeward release waiting --store demo.homeward
  homeward release approve --store demo.homeward --proposal ID --out release-2025-26
  homeward check release-2025-26";

pub(super) const CREATE_EXAMPLES: &str = "  \
homeward store create --store my.homeward --user \"Alex Example\" --role worker \\
      --authority E09000012 --authority E09000030 --recovery-out /media/stick/recovery.txt
  homeward store create --store my.homeward --user \"Alex Example\" --role supervisor \\
      --authority E09000012 --passphrase-file phrase.txt --recovery-recipient age1...";

pub(super) const STATUS_EXAMPLES: &str = "  \
homeward store status --store my.homeward
  homeward store status --store my.homeward --passphrase-file phrase.txt --json";

pub(super) const RECOVER_EXAMPLES: &str = "  \
homeward store recover --store my.homeward --recovery-file recovery.txt";

pub(super) const ADD_PERSON_EXAMPLES: &str = "  \
homeward store add-person --store my.homeward --name \"Example Colleague\" --role supervisor
  homeward store add-person --store my.homeward --name \"Example Officer\" --role governance

You are asked for your own passphrase first. The new person then types theirs, twice.";

pub(super) const IMPORT_EXAMPLES: &str = "  \
homeward import ssda903 --store my.homeward --authority E09000012 \\
      --header header.csv --missing missing.csv --dry-run
  homeward import ssda903 --store my.homeward --authority E09000012 \\
      --header header.csv --missing missing.csv --skip-wrong --json

One row that cannot be read stops everything, unless --skip-wrong. A row that breaks a rule of the
return comes in with a flag. The same files twice change nothing.";

pub(super) const RELEASE_EXAMPLES: &str = "  \
homeward release preview --store my.homeward --authority E09000012 --period 2025-26 \\
      --to \"London Datastore\" --purpose \"Yearly figures\" --agreement \"Example agreement\"
  homeward release propose ...the same...
  homeward release waiting --store my.homeward
  homeward release approve --store my.homeward --proposal ID --out release-2025-26

A supervisor looks and proposes. Another supervisor, or the information-governance officer, approves
with a passphrase of their own, and only then is anything written. Nobody approves what they
proposed. `homeward store add-person` lets a second person in.";

pub(super) const PREVIEW_EXAMPLES: &str = "  \
homeward release preview --store my.homeward --authority E09000012 --period 2025-26 \\
      --to \"London Datastore\" --purpose \"Yearly figures\" --agreement \"Example agreement\"

Everything is worked out and checked as for a release, and attacked, in memory alone. Exit code 1
says that it may not leave, and why.";

pub(super) const PROPOSE_EXAMPLES: &str = "  \
homeward release propose --store my.homeward --authority E09000012 --period 2025-26 \\
      --to \"London Datastore\" --purpose \"Yearly figures\" --agreement \"Example agreement\" --json

The store must be a supervisor's. Receiver, purpose and agreement stand in the manifest. No figure is
kept, only a fingerprint: if the records change before it is approved, it is proposed again.";

pub(super) const WAITING_EXAMPLES: &str = "  \
homeward release waiting --store my.homeward
  homeward release waiting --store my.homeward --proposal ID --json";

pub(super) const APPROVE_EXAMPLES: &str = "  \
homeward release approve --store my.homeward --passphrase-file mine.txt --proposal ID \\
      --out release-2025-26

Look at it first with `homeward release waiting --proposal ID`. It is worked out anew, and the
finished files are checked by a separate verifier before anything is put in place.";

pub(super) const WITHDRAW_EXAMPLES: &str = "  \
homeward release withdraw --store my.homeward --proposal ID";

pub(super) const CHECK_EXAMPLES: &str = "  \
homeward check release-2025-26
  homeward check release-2025-26 --store my.homeward --passphrase-file phrase.txt

The release alone shows whether rows, codes, merging, hashes and totals hold. With the store the
children are counted again. An unsigned manifest shows damage, not forgery.";

pub(super) const ANONYMISE_EXAMPLES: &str = "  \
homeward anonymise --records incidents.csv --policy policy.json --out anonymised

The policy says by which column people are counted, the rules, and what becomes of every column:
  { \"person\": \"child\", \"k\": 5, \"l\": 2, \"dominance\": 0.5,
    \"homogeneity\": 0.8, \"drop_cap\": 0.01,
    \"columns\": {
      \"child\":  { \"role\": \"identifier\" },
      \"age\":    { \"role\": \"quasi\", \"hierarchy\": \"age.csv\", \"floor\": 1, \"weight\": 1 },
      \"harms\":  { \"role\": \"sensitive\", \"separator\": \"|\", \"none\": \"None disclosed\" },
      \"reasons\": { \"role\": \"plain\", \"separator\": \"|\" },
      \"notes\":  { \"role\": \"drop\" } } }
A hierarchy has a line for each value, from fine to broad, such as  14;14-15;12-15;*
Left out, l is 1 and dominance 1 (they ask for nothing), homogeneity 0.8 (from l = 2 on) and
drop_cap 0.01. The order of rows is drawn from \"shuffle\", hexadecimal digits to be kept secret, or
else from chance. The written file is checked by a separate verifier before it is put in place.";

pub(super) const FIGURES_EXAMPLES: &str = "  \
homeward figures --store my.homeward --period 2025-26
  homeward figures --store my.homeward --authority E09000012 --period 2025-26 --json

The store must be a supervisor's. The counts are exact: they are for your own use and are not to be
passed on. For anything that leaves, make a release.";

pub(super) const NATIONAL_EXAMPLES: &str = "  \
homeward national ssda903 --store my.homeward --authority E09000012 --year 2025-26 \\
      --to \"Data team\" --reason \"Yearly return\" --out ssda903-2025-26
  homeward national annex-a --store my.homeward --authority E09000012 --year 2025-26 \\
      --to \"Data team\" --reason \"Inspection\" --out annex-a --json

The files are about children and are not encrypted: only you can read them where they are written.
Beside them stands what the return loses, and what needs a look before it is submitted.";

pub(super) const DEMO_EXAMPLES: &str = "  \
homeward demo --store demo.homeward --authority E09000012 --recovery-out recovery.txt \\
      --seed 7 --children 285 --episodes 900
  homeward demo --store london.homeward --authority london --year 2022-23 \\
      --recovery-out recovery.txt

The second has the numbers of the London Assembly's report: 29,455 episodes of 9,370 children.";

pub(super) const DICTIONARY_EXAMPLES: &str = "  \
homeward dictionary --format csv > dictionary.csv
  homeward dictionary --format json > dictionary.json";
