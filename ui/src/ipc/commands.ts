// The one door to the program behind the window. Nothing else in `ui/` imports @tauri-apps/api.

import { invoke } from '@tauri-apps/api/core';

import type {
  ApiError,
  ApproveRelease,
  CheckView,
  ChildCopyAsk,
  ChildCopyForm,
  ChildHit,
  ChildView,
  Chronology,
  Created,
  Figures,
  FiguresAsk,
  FiguresForm,
  FirstStart,
  Give,
  ImportAsk,
  ImportSummary,
  Look,
  MyWork,
  NationalAsk,
  NationalDone,
  NationalForm,
  NationalSaved,
  PageView,
  Place,
  Progress,
  RecordView,
  Proposal,
  ProposeRelease,
  ReleaseDone,
  ReleaseFor,
  ReleaseForm,
  ReleasePreview,
  Report,
  ReportAsk,
  ReturnDraft,
  Saved,
  SaveNational,
  StartState,
  Strength,
  Unlock,
  Unlocked,
  WithYou,
} from './types';

/** Every command: what it takes (`void` for nothing) and what it gives back. */
export interface Commands {
  start_state: { in: void; out: StartState };
  passphrase_strength: { in: { passphrase: string; name: string }; out: Strength };
  create_store: { in: FirstStart; out: Created };
  unlock: { in: Unlock; out: Unlocked };
  lock: { in: Place | null; out: null };
  at: { in: Place; out: null };
  my_work: { in: void; out: MyWork };
  find_children: { in: string; out: ChildHit[] };
  start_return: { in: string | null; out: ReturnDraft };
  return_draft: { in: string; out: ReturnDraft };
  choose_child: { in: { episode: string; child: string }; out: ReturnDraft };
  finish_return: { in: string; out: string };
  child: { in: string; out: ChildView };
  record: { in: string; out: RecordView };
  page: { in: { record: string; section: string }; out: PageView };
  give: { in: Give; out: Saved };
  add_row: { in: { record: string; question: string }; out: PageView };
  remove_row: { in: { record: string; question: string; item: number }; out: PageView };
  restore_row: { in: { record: string; question: string; item: number }; out: PageView };
  carry: { in: { record: string; question: string }; out: PageView };
  carry_page: { in: { record: string; section: string }; out: PageView };
  with_you: { in: string; out: WithYou };
  chronology: { in: string; out: Chronology };
  child_copy_form: { in: string; out: ChildCopyForm };
  child_copy: { in: ChildCopyAsk; out: Report };
  look: { in: void; out: Look };
  set_look: { in: Look; out: Look };
  check_answers: { in: string; out: CheckView };
  mark_ready: { in: string; out: RecordView };
  act: { in: string; out: string };
  report: { in: ReportAsk; out: Report };
  save_report: { in: { path: string; html: string }; out: null };
  pick_file: { in: { title: string }; out: string | null };
  pick_folder: { in: { title: string }; out: string | null };
  pick_save: { in: { title: string; file_name: string }; out: string | null };
  import_files: { in: ImportAsk; out: ImportSummary };
  progress: { in: void; out: Progress | null };
  cancel: { in: void; out: null };
  save_list: { in: { path: string; csv: string }; out: null };
  national_form: { in: void; out: NationalForm };
  make_national: { in: NationalAsk; out: NationalDone };
  save_national: { in: SaveNational; out: NationalSaved };
  release_form: { in: void; out: ReleaseForm };
  preview_release: { in: ReleaseFor; out: ReleasePreview };
  propose_release: { in: ProposeRelease; out: Proposal };
  look_at_proposal: { in: string; out: ReleasePreview };
  approve_release: { in: ApproveRelease; out: ReleaseDone };
  withdraw_release: { in: string; out: null };
  figures_form: { in: void; out: FiguresForm };
  figures: { in: FiguresAsk; out: Figures };
}

export type CommandName = keyof Commands;

/** What a refused command throws: the kind tells the screen what to do, the message tells the person. */
export class CallError extends Error implements ApiError {
  readonly kind: ApiError['kind'];

  constructor({ kind, message }: ApiError) {
    super(message);
    this.name = 'CallError';
    this.kind = kind;
  }
}

const BROKEN: ApiError = {
  kind: 'fault',
  message: 'Homeward could not do that just now. Try again. If it happens again, close Homeward and open it again.',
};

function isApiError(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && 'kind' in value && 'message' in value;
}

/** Turns whatever was thrown into the one kind of error that the screens know. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  return new CallError(isApiError(thrown) ? thrown : BROKEN);
}

/** Calls a command. Throws a `CallError`, never anything else. */
export async function call<N extends CommandName>(
  name: N,
  ...ask: Commands[N]['in'] extends void ? [] : [Commands[N]['in']]
): Promise<Commands[N]['out']> {
  try {
    return await invoke<Commands[N]['out']>(name, ask.length === 0 ? {} : { ask: ask[0] });
  } catch (thrown) {
    throw asCallError(thrown);
  }
}
