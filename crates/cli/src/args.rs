//! What can be typed after `homeward`, with its help.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
Exit codes:
  0  done; for `check`, the release holds
  1  refused, and nothing was changed; for `check`, the release does not hold
  2  used wrongly, or something could not be read or written

Whatever is refused is said in one sentence on the error output. Passphrases are read from the
first line of --passphrase-file, or asked for without showing them.";

/// Return home conversations with missing children, on the command line.
///
/// Works on the same encrypted store as the window, by the same rules. Close the window first:
/// one program at a time has a store open.
#[derive(Debug, Parser)]
#[command(name = "homeward", version, after_help = EXIT_CODES, after_long_help = examples(MAIN_EXAMPLES))]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a store, or say what is in one
    #[command(subcommand)]
    Store(StoreCommand),
    /// Bring in missing episodes of the past
    #[command(subcommand)]
    Import(ImportCommand),
    /// Make an anonymised release of one financial year: one person proposes it, another approves
    #[command(subcommand, after_long_help = examples(RELEASE_EXAMPLES))]
    Release(ReleaseCommand),
    /// Check a release: exit 0 when it holds, 1 when it does not, 2 when it cannot be read
    #[command(after_long_help = examples(CHECK_EXAMPLES))]
    Check(CheckArgs),
    /// Anonymise any table by a policy; needs no store
    #[command(after_long_help = examples(ANONYMISE_EXAMPLES))]
    Anonymise(AnonymiseArgs),
    /// Count a financial year exactly, for your own use
    #[command(after_long_help = examples(FIGURES_EXAMPLES))]
    Figures(FiguresArgs),
    /// Write a national return of one year: files about children, not encrypted
    #[command(subcommand)]
    National(NationalCommand),
    /// Make a store filled with invented children
    #[command(after_long_help = examples(DEMO_EXAMPLES))]
    Demo(DemoArgs),
    /// Write the data dictionary of the London standard
    #[command(after_long_help = examples(DICTIONARY_EXAMPLES))]
    Dictionary(DictionaryArgs),
}

/// `homeward store ...`
#[derive(Debug, Subcommand)]
pub enum StoreCommand {
    /// Make an encrypted store, its key files and its recovery file
    #[command(after_long_help = examples(CREATE_EXAMPLES))]
    Create(CreateArgs),
    /// Say how much is in a store
    #[command(after_long_help = examples(STATUS_EXAMPLES))]
    Status(StatusArgs),
    /// Set a new passphrase with the recovery file, when the old one is forgotten
    #[command(after_long_help = examples(RECOVER_EXAMPLES))]
    Recover(RecoverArgs),
    /// Let somebody else open a store with a passphrase of their own
    #[command(after_long_help = examples(ADD_PERSON_EXAMPLES))]
    AddPerson(AddPersonArgs),
}

/// `homeward import ...`
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// From header.csv and missing.csv of the children looked after return (SSDA903)
    #[command(after_long_help = examples(IMPORT_EXAMPLES))]
    Ssda903(ImportArgs),
}

/// `homeward release ...`
#[derive(Debug, Subcommand)]
pub enum ReleaseCommand {
    /// Look at what a release would be; nothing is written
    #[command(after_long_help = examples(PREVIEW_EXAMPLES))]
    Preview(ReleaseArgs),
    /// Ask a second person to approve a release
    #[command(after_long_help = examples(PROPOSE_EXAMPLES))]
    Propose(ReleaseArgs),
    /// Say which releases wait for a second person
    #[command(after_long_help = examples(WAITING_EXAMPLES))]
    Waiting(WaitingArgs),
    /// Approve a release that somebody else proposed, and write it
    #[command(after_long_help = examples(APPROVE_EXAMPLES))]
    Approve(ApproveArgs),
    /// Take a proposed release back
    #[command(after_long_help = examples(WITHDRAW_EXAMPLES))]
    Withdraw(WithdrawArgs),
}

/// `homeward national ...`
#[derive(Debug, Subcommand)]
pub enum NationalCommand {
    /// SSDA903: header.csv and missing.csv of looked-after children
    #[command(after_long_help = examples(NATIONAL_EXAMPLES))]
    Ssda903(NationalArgs),
    /// The table ssd_missing of the Standard Safeguarding Dataset
    #[command(after_long_help = examples(NATIONAL_EXAMPLES))]
    SsdMissing(NationalArgs),
    /// The columns of Ofsted's Annex A, list 8, about missing episodes
    #[command(after_long_help = examples(NATIONAL_EXAMPLES))]
    AnnexA(NationalArgs),
}

/// Which store, and how it is opened.
#[derive(Debug, Clone, Args)]
pub struct StoreArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// File whose first line is the passphrase; without it you are asked
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `homeward store recover`
#[derive(Debug, Args)]
pub struct RecoverArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// The recovery file that was written when the store was made
    #[arg(long, value_name = "FILE")]
    pub recovery_file: PathBuf,
    /// File whose first line is the new passphrase; without it you are asked twice
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `homeward store create`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("recovery").required(true))]
pub struct CreateArgs {
    /// Where the store is and how it is opened.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Your name, as it stands in records and reports
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// What you do
    #[arg(long, value_enum)]
    pub role: Role,
    /// Code of an authority you work for; give it once for each
    #[arg(long = "authority", value_name = "CODE", required = true)]
    pub authorities: Vec<String>,
    /// Where the recovery file is written: keep it apart from this laptop
    #[arg(long, value_name = "FILE", group = "recovery")]
    pub recovery_out: Option<PathBuf>,
    /// Your organisation's own recovery key instead (age1...)
    #[arg(long, value_name = "KEY", group = "recovery")]
    pub recovery_recipient: Option<String>,
}

/// `homeward store add-person`
#[derive(Debug, Args)]
pub struct AddPersonArgs {
    /// Where the store is and how you open it.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Their name, as it stands in records and reports
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// What they do
    #[arg(long, value_enum)]
    pub role: Role,
    /// File whose first line is their passphrase; without it they are asked twice
    #[arg(long, value_name = "FILE")]
    pub their_passphrase_file: Option<PathBuf>,
}

/// `homeward store status`
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Which store.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward import ssda903`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Which store.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Code of the authority whose return it is
    #[arg(long, value_name = "CODE")]
    pub authority: String,
    /// header.csv of the return
    #[arg(long, value_name = "FILE")]
    pub header: PathBuf,
    /// missing.csv of the return
    #[arg(long, value_name = "FILE")]
    pub missing: PathBuf,
    /// Only look: say what is new, already there and wrong
    #[arg(long)]
    pub dry_run: bool,
    /// Leave out rows that cannot be read instead of stopping
    #[arg(long)]
    pub skip_wrong: bool,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward release preview` and `propose`
#[derive(Debug, Args)]
pub struct ReleaseArgs {
    /// Which store.
    #[command(flatten)]
    pub open: StoreArgs,
    /// What is made
    #[arg(long, value_enum, default_value_t = Product::TopicTables)]
    pub product: Product,
    /// Code of the authority whose children it is about
    #[arg(long, value_name = "CODE")]
    pub authority: String,
    /// Financial year, such as 2025-26
    #[arg(long, value_name = "YEAR")]
    pub period: String,
    /// Who it is for: the name of an organisation
    #[arg(long, value_name = "RECEIVER")]
    pub to: String,
    /// What it is for; stands in the release, so name no child
    #[arg(long, value_name = "TEXT")]
    pub purpose: String,
    /// The agreement under which it is shared; stands in the release, so name no child
    #[arg(long, value_name = "TEXT")]
    pub agreement: String,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward release waiting`
#[derive(Debug, Args)]
pub struct WaitingArgs {
    /// Which store.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Look at this one as it would be now; nothing is written
    #[arg(long, value_name = "ID")]
    pub proposal: Option<String>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward release approve`
#[derive(Debug, Args)]
pub struct ApproveArgs {
    /// Which store.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Which release, as `homeward release waiting` names it
    #[arg(long, value_name = "ID")]
    pub proposal: String,
    /// Folder to write it into; new or empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward release withdraw`
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// Which store.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Which release, as `homeward release waiting` names it
    #[arg(long, value_name = "ID")]
    pub proposal: String,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward national ssda903` and the others
#[derive(Debug, Args)]
pub struct NationalArgs {
    /// Which store.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Code of the authority whose return it is
    #[arg(long, value_name = "CODE")]
    pub authority: String,
    /// Collection year, such as 2025-26
    #[arg(long, value_name = "YEAR")]
    pub year: String,
    /// Who it is for; kept in the audit log
    #[arg(long, value_name = "RECEIVER")]
    pub to: String,
    /// Why they need it; kept in the audit log
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Folder to write it into; new or empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Folder of the release
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Store it was made from: its children are counted again
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// File whose first line is the passphrase of the store; without it you are asked
    #[arg(long, value_name = "FILE", requires = "store")]
    pub passphrase_file: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward anonymise`
#[derive(Debug, Args)]
pub struct AnonymiseArgs {
    /// The table: CSV in UTF-8, with a heading
    #[arg(long, value_name = "FILE")]
    pub records: PathBuf,
    /// The rules, as JSON; the hierarchies that it names stand beside it
    #[arg(long, value_name = "FILE")]
    pub policy: PathBuf,
    /// Folder to write it into; new or empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward figures`
#[derive(Debug, Args)]
pub struct FiguresArgs {
    /// Which store.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Code of an authority of the store; without it all of them together
    #[arg(long, value_name = "CODE")]
    pub authority: Option<String>,
    /// Financial year, such as 2025-26
    #[arg(long, value_name = "YEAR")]
    pub period: String,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where the store is made.
    #[command(flatten)]
    pub open: StoreArgs,
    /// Code of the authority whose children are invented, or `london` for all 33
    #[arg(long, value_name = "CODE")]
    pub authority: String,
    /// Where the recovery file is written
    #[arg(long, value_name = "FILE")]
    pub recovery_out: PathBuf,
    /// The same seed gives the same children
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Children in all [default: 285; for London 9370, as in the Assembly's report]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub children: Option<u32>,
    /// Episodes in all [default: as often a child as in 900 of 285; for London as in the report]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub episodes: Option<u32>,
    /// Financial year of the episodes; without it this one and the one before, until now
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `homeward dictionary`
#[derive(Debug, Args)]
pub struct DictionaryArgs {
    /// As a table or as data
    #[arg(long, value_enum)]
    pub format: Format,
}

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Holds return conversations and writes them up
    Worker,
    /// Also reads what came back and proposes releases
    Supervisor,
    /// Information-governance officer: approves releases and sees figures, and no child's record
    Governance,
}

/// What a release is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Product {
    /// Many small tables, each of one topic
    TopicTables,
    /// One row an episode with few columns
    EpisodeRecords,
}

/// How the dictionary is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One row a question
    Csv,
    /// One object a question
    Json,
}

fn examples(lines: &str) -> String {
    format!("Examples:\n{lines}\n\n{EXIT_CODES}")
}

const MAIN_EXAMPLES: &str = "  \
homeward demo --store demo.homeward --authority E09000012 --recovery-out demo-recovery.txt
  homeward store status --store demo.homeward --json
  homeward store add-person --store demo.homeward --name \"Example Officer\" --role governance
  homeward release propose --store demo.homeward --authority E09000012 --period 2025-26 \\
      --to \"London Datastore\" --purpose \"Yearly figures\" --agreement \"Example agreement\"
  homeward release waiting --store demo.homeward
  homeward release approve --store demo.homeward --proposal ID --out release-2025-26
  homeward check release-2025-26";

const CREATE_EXAMPLES: &str = "  \
homeward store create --store my.homeward --user \"Alex Example\" --role worker \\
      --authority E09000012 --authority E09000030 --recovery-out /media/stick/recovery.txt
  homeward store create --store my.homeward --user \"Alex Example\" --role supervisor \\
      --authority E09000012 --passphrase-file phrase.txt --recovery-recipient age1...";

const STATUS_EXAMPLES: &str = "  \
homeward store status --store my.homeward
  homeward store status --store my.homeward --passphrase-file phrase.txt --json";

const RECOVER_EXAMPLES: &str = "  \
homeward store recover --store my.homeward --recovery-file recovery.txt";

const ADD_PERSON_EXAMPLES: &str = "  \
homeward store add-person --store my.homeward --name \"Example Colleague\" --role supervisor
  homeward store add-person --store my.homeward --name \"Example Officer\" --role governance

You are asked for your own passphrase first. The new person then types theirs, twice.";

const IMPORT_EXAMPLES: &str = "  \
homeward import ssda903 --store my.homeward --authority E09000012 \\
      --header header.csv --missing missing.csv --dry-run
  homeward import ssda903 --store my.homeward --authority E09000012 \\
      --header header.csv --missing missing.csv --skip-wrong --json

One row that cannot be read stops everything, unless --skip-wrong. A row that breaks a rule of the
return comes in with a flag. The same files twice change nothing.";

const RELEASE_EXAMPLES: &str = "  \
homeward release preview --store my.homeward --authority E09000012 --period 2025-26 \\
      --to \"London Datastore\" --purpose \"Yearly figures\" --agreement \"Example agreement\"
  homeward release propose ...the same...
  homeward release waiting --store my.homeward
  homeward release approve --store my.homeward --proposal ID --out release-2025-26

A supervisor looks and proposes. Another supervisor, or the information-governance officer, approves
with a passphrase of their own, and only then is anything written. Nobody approves what they
proposed. `homeward store add-person` lets a second person in.";

const PREVIEW_EXAMPLES: &str = "  \
homeward release preview --store my.homeward --authority E09000012 --period 2025-26 \\
      --to \"London Datastore\" --purpose \"Yearly figures\" --agreement \"Example agreement\"

Everything is worked out and checked as for a release, and attacked, in memory alone. Exit code 1
says that it may not leave, and why.";

const PROPOSE_EXAMPLES: &str = "  \
homeward release propose --store my.homeward --authority E09000012 --period 2025-26 \\
      --to \"London Datastore\" --purpose \"Yearly figures\" --agreement \"Example agreement\" --json

The store must be a supervisor's. Receiver, purpose and agreement stand in the manifest. No figure is
kept, only a fingerprint: if the records change before it is approved, it is proposed again.";

const WAITING_EXAMPLES: &str = "  \
homeward release waiting --store my.homeward
  homeward release waiting --store my.homeward --proposal ID --json";

const APPROVE_EXAMPLES: &str = "  \
homeward release approve --store my.homeward --passphrase-file mine.txt --proposal ID \\
      --out release-2025-26

Look at it first with `homeward release waiting --proposal ID`. It is worked out anew, and the
finished files are checked by a separate verifier before anything is put in place.";

const WITHDRAW_EXAMPLES: &str = "  \
homeward release withdraw --store my.homeward --proposal ID";

const CHECK_EXAMPLES: &str = "  \
homeward check release-2025-26
  homeward check release-2025-26 --store my.homeward --passphrase-file phrase.txt

The release alone shows whether rows, codes, merging, hashes and totals hold. With the store the
children are counted again. An unsigned manifest shows damage, not forgery.";

const ANONYMISE_EXAMPLES: &str = "  \
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

const FIGURES_EXAMPLES: &str = "  \
homeward figures --store my.homeward --period 2025-26
  homeward figures --store my.homeward --authority E09000012 --period 2025-26 --json

The store must be a supervisor's. The counts are exact: they are for your own use and are not to be
passed on. For anything that leaves, make a release.";

const NATIONAL_EXAMPLES: &str = "  \
homeward national ssda903 --store my.homeward --authority E09000012 --year 2025-26 \\
      --to \"Data team\" --reason \"Yearly return\" --out ssda903-2025-26
  homeward national annex-a --store my.homeward --authority E09000012 --year 2025-26 \\
      --to \"Data team\" --reason \"Inspection\" --out annex-a --json

The files are about children and are not encrypted: only you can read them where they are written.
Beside them stands what the return loses, and what needs a look before it is submitted.";

const DEMO_EXAMPLES: &str = "  \
homeward demo --store demo.homeward --authority E09000012 --recovery-out recovery.txt \\
      --seed 7 --children 285 --episodes 900
  homeward demo --store london.homeward --authority london --year 2022-23 \\
      --recovery-out recovery.txt

The second has the numbers of the London Assembly's report: 29,455 episodes of 9,370 children.";

const DICTIONARY_EXAMPLES: &str = "  \
homeward dictionary --format csv > dictionary.csv
  homeward dictionary --format json > dictionary.json";
