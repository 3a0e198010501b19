// A form that is sent to the program: what to mend in it, and why it came to nothing. `FormProblems` shows both
// and takes the focus there; `PassphraseAgain` is the field for the passphrase.

import type { CallError } from '../ipc/commands';
import { Act } from './act.svelte';

export interface Problem {
  /** The id of the field. */
  field: string;
  text: string;
}

interface Kind {
  /** The passphrase is asked for again, and is sent with it. Its field is called `passphrase`. */
  asksPassphrase?: boolean;
  /** The field at which a problem stands that the program found. Without one it is said over the form. */
  problemsAt?: string;
}

interface Sending<T> {
  /** What is missing, by the id of its field and in the order of the page. */
  wrong?: Record<string, string | false>;
  work: (passphrase: string) => Promise<T>;
  done?: (result: T) => unknown;
}

export class SentForm extends Act {
  problems = $state.raw<Problem[]>([]);
  passphrase = $state('');
  /** Counts what was said to the person, so that the focus comes to it each time. */
  said = $state(0);
  readonly #kind: Kind;

  constructor(kind: Kind = {}) {
    super();
    this.#kind = kind;
  }

  errorOf(field: string): string | undefined {
    return this.problems.find((problem) => problem.field === field)?.text;
  }

  /** The same, as the components of GOV.UK Frontend take it. */
  errorMessage(field: string): { text: string } | undefined {
    const text = this.errorOf(field);
    return text === undefined ? undefined : { text };
  }

  /** Sends it, unless something is missing or it is on its way already. */
  async send<T>(event: SubmitEvent | null, { wrong = {}, work, done }: Sending<T>): Promise<void> {
    event?.preventDefault();
    if (this.under_way) return;
    const found = Object.entries(wrong).flatMap(([field, text]) => (text ? [{ field, text }] : []));
    if (this.#kind.asksPassphrase && this.passphrase === '') {
      found.push({ field: 'passphrase', text: 'Enter your passphrase' });
    }
    this.refused = null;
    this.#mend(found);
    if (found.length > 0) return;
    await this.do(
      () => work(this.passphrase),
      (result) => {
        this.passphrase = '';
        return done?.(result);
      },
    );
  }

  /** Nothing is said of it any more. */
  clear(): void {
    this.problems = [];
    this.refused = null;
  }

  protected override hear(error: CallError): void {
    if (error.kind === 'passphrase' && this.#kind.asksPassphrase) {
      // It stays, so that a slip of the hand can be seen and mended.
      this.#mend([{ field: 'passphrase', text: error.message }]);
      return;
    }
    // It was right, and is given anew for each try: nobody else at the laptop can send it after that.
    this.passphrase = '';
    if (error.kind === 'problem' && this.#kind.problemsAt) {
      this.#mend([{ field: this.#kind.problemsAt, text: error.message }]);
      return;
    }
    super.hear(error);
    this.said += 1;
  }

  #mend(problems: Problem[]): void {
    this.problems = problems;
    if (problems.length > 0) this.said += 1;
  }
}
