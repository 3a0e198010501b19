// Who is in, where they are, and the ways in and out. One object for the whole window.

import { asCallError, call, type CallError } from '../ipc/commands';
import type { Caret, Me, Place, StartState, Unlocked } from '../ipc/types';
import { SaveQueue } from '../saving/queue.svelte';
import { TakenBack } from '../saving/taken-back';
import { caretNow } from './caret';
import { openAhead } from './opening';
import { releasesOnly, routeFor } from './role';
import { Router, type Address, type Route } from './router.svelte';

const HEARTBEAT_MS = 10_000;
const AFTER_PAINTING_MS = 100;

export class Session {
  /** None until the program has said how it stands. */
  start = $state.raw<StartState | null>(null);
  me = $state.raw<Me | null>(null);
  /** Set while the program cannot even say how it stands. */
  broken = $state.raw<CallError | null>(null);
  /** Said calmly over the page: wrong passphrases were tried, an answer could not be saved before leaving. */
  notice = $state<string | null>(null);
  /** Asked when a lock would lose what is on screen. */
  lockWouldLose = $state(false);
  /** The page is gone and the process is about to go. */
  leaving = $state(false);
  /** What the search box of My work hands to the search page. A name: it never stands in an address. */
  search = '';
  /** The caret to put back on the page that opens next. */
  caret: Caret | null = null;

  readonly queue = new SaveQueue(
    (answer) => call('give', answer),
    () => this.#wasLocked(),
  );
  readonly router = new Router(
    () => this.queue.flush(),
    (route) => openAhead(routeFor(this.me?.role, route)),
    (address) => this.#arrived(address),
  );
  /** What was cleared since the store was opened, so that it can be put back. */
  readonly takenBack = new TakenBack();
  #beat = 0;
  #locking = false;

  /** The page that shows. */
  get route(): Route {
    return routeFor(this.me?.role, this.router.address.route);
  }

  /** Whether this person sees releases and figures alone. */
  get releasesOnly(): boolean {
    return releasesOnly(this.me?.role);
  }

  /** What the first page is called. */
  get home(): string {
    return this.releasesOnly ? 'Releases' : 'My work';
  }

  /** Asks the program how it stands. */
  async begin(): Promise<void> {
    try {
      const start = await call('start_state');
      this.broken = null;
      this.start = start;
      this.me = start.me;
    } catch (thrown) {
      this.broken = asCallError(thrown);
    }
  }

  /** The store was made, or opened after a first start. */
  entered(me: Me): void {
    this.me = me;
    if (this.start) this.start = { ...this.start, state: 'open', me };
  }

  /** The passphrase was right: back to the same page and caret. */
  unlocked({ me, place, warning }: Unlocked): void {
    this.notice = warning;
    this.caret = place?.caret ?? null;
    if (place) this.router.startAt(place.path);
    this.entered(me);
  }

  /** Saves, says where the person is, and locks. `anyway` gives up what cannot be saved. */
  async lock(anyway = false): Promise<void> {
    if (!this.me || this.#locking) return;
    this.#locking = true;
    try {
      await this.#lock(anyway);
    } finally {
      this.#locking = false;
    }
  }

  async #lock(anyway: boolean): Promise<void> {
    const place = this.place();
    if (!(await this.queue.flush()) && !anyway) {
      this.lockWouldLose = true;
      return;
    }
    this.lockWouldLose = false;
    try {
      await call('lock', place);
    } catch (thrown) {
      const error = asCallError(thrown);
      if (error.kind !== 'locked') {
        this.notice = error.message;
        return;
      }
    }
    // From here on the process ends; nothing of the child stays on the screen meanwhile.
    this.leaving = true;
    this.me = null;
    this.takenBack.forgetAll();
  }

  /** Where the person is, without a name or an answer. */
  place(): Place {
    return { path: this.router.address.path, caret: caretNow() };
  }

  /** Tells the program that somebody is there: on a new page, else at most every ten seconds. */
  beat(now: number, arrived = false): void {
    if (!this.me || (!arrived && now - this.#beat < HEARTBEAT_MS)) return;
    this.#beat = now;
    call('at', this.place()).catch((thrown: unknown) => {
      if (asCallError(thrown).kind === 'locked') this.#wasLocked();
    });
  }

  /** Hears what a screen could not do: a locked store brings the unlock page, the rest is the screen's. */
  heard(error: CallError): CallError {
    if (error.kind === 'locked') this.#wasLocked();
    return error;
  }

  #arrived(address: Address): void {
    this.notice = null;
    if (address.field) this.caret = { field: address.field, start: 0, end: 0 };
    // After the page is painted, so that this does not hold it up.
    setTimeout(() => this.beat(Date.now(), true), AFTER_PAINTING_MS);
  }

  #wasLocked(): void {
    this.me = null;
    this.takenBack.forgetAll();
    void this.begin();
  }
}

export const session = new Session();
