//! What can be typed after `homeward`, with its help.

mod examples;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use examples::*;

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
