//! `homeward`: the use cases of Homeward on the command line.

mod args;
mod commands;
mod out;
mod passphrase;
mod progress;

use std::process::ExitCode;

use args::{Cli, Command, ImportCommand, NationalCommand, ReleaseCommand, StoreCommand};
use clap::Parser as _;
use out::{Stop, say_error};

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            let sentence = stop.to_string();
            if !sentence.is_empty() {
                say_error(&sentence);
            }
            ExitCode::from(stop.code())
        }
    }
}

fn run(cli: &Cli) -> Result<(), Stop> {
    match &cli.command {
        Command::Store(StoreCommand::Create(args)) => commands::store::create(args),
        Command::Store(StoreCommand::Status(args)) => commands::store::status(args),
        Command::Store(StoreCommand::Recover(args)) => commands::store::recover(args),
        Command::Store(StoreCommand::AddPerson(args)) => commands::store::add_person(args),
        Command::Import(ImportCommand::Ssda903(args)) => commands::import::ssda903(args),
        Command::Release(ReleaseCommand::Preview(args)) => commands::release::preview(args),
        Command::Release(ReleaseCommand::Propose(args)) => commands::release::propose(args),
        Command::Release(ReleaseCommand::Waiting(args)) => commands::release::waiting(args),
        Command::Release(ReleaseCommand::Approve(args)) => commands::release::approve(args),
        Command::Release(ReleaseCommand::Withdraw(args)) => commands::release::withdraw(args),
        Command::Check(args) => commands::check::release(args),
        Command::Anonymise(args) => commands::anonymise::table(args),
        Command::Figures(args) => commands::figures::count(args),
        Command::National(NationalCommand::Ssda903(args)) => {
            commands::national::write(args, "ssda903")
        }
        Command::National(NationalCommand::SsdMissing(args)) => {
            commands::national::write(args, "ssd_missing")
        }
        Command::National(NationalCommand::AnnexA(args)) => {
            commands::national::write(args, "annex_a")
        }
        Command::Demo(args) => commands::demo::store(args),
        Command::Dictionary(args) => commands::dictionary::write(args),
    }
}
