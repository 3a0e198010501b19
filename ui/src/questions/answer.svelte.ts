// What a person has put into one question, and when it goes to the store.

import { untrack } from 'svelte';

import type { QuestionView } from '../ipc/types';
import type { Answer, SaveQueue, Spot } from '../saving/queue.svelte';
import type { TakenBack } from '../saving/taken-back';

/**
 * The field keeps its own value. The store's value is taken over only while nobody is in the field and
 * nothing of it is on the way, so a field is never rewritten under the hand.
 */
export class AnswerInHand {
  raw = $state('');
  absence = $state<string | null>(null);
  /** Somebody is in the question. */
  inside = $state(false);
  /** Something was typed since the field was entered: nothing is called wrong yet. */
  typing = $state(false);
  /** What was cleared, or stood there before "not asked", and can be put back. */
  before = $state.raw<Answer | null>(null);

  #unsettled = false;

  constructor(
    private readonly view: () => QuestionView,
    private readonly spot: () => Spot,
    private readonly queue: SaveQueue,
    private readonly takenBack: TakenBack,
  ) {
    this.#take();
    this.before = takenBack.of(untrack(spot));
  }

  /** Is in the store. */
  get stored(): boolean {
    return !this.queue.isWaiting(this.spot());
  }

  /** What is wrong, said only once the field was left and the store has judged what stands in it. */
  get problem(): string | null {
    return this.typing || !this.stored ? null : this.view().problem;
  }

  /** Nothing is answered: no answer and no reason for none. */
  get blank(): boolean {
    return this.raw === '' && this.absence === null;
  }

  /** A page came back from the store. */
  arrived(): void {
    if (this.inside || !this.stored) return;
    this.#take();
  }

  /** The store was asked to put an answer here, so it is taken although somebody is in the question. */
  brought(): void {
    this.typing = false;
    this.#unsettled = false;
    this.#forget();
    this.#take();
  }

  /** Key strokes. */
  typed(raw: string): void {
    this.raw = raw;
    this.absence = null;
    this.typing = true;
    this.#unsettled = true;
    this.#forget();
    this.queue.typed(this.spot(), { raw, absence: null });
  }

  /** A choice. */
  chosen(raw: string): void {
    this.#forget();
    this.#give({ raw, absence: null });
  }

  /** Takes the answer away. `putBack` brings it back. */
  clear(): void {
    this.#keep();
    this.#give({ raw: '', absence: null });
  }

  /** "Not asked" and the like, instead of an answer. The same again takes it back, and what was there before returns. */
  toggleAbsence(code: string): void {
    if (this.absence === code) {
      const before = this.before;
      this.#forget();
      this.#give(before ?? { raw: '', absence: null });
    } else {
      if (this.absence === null && this.raw !== '') this.#keep();
      this.#give({ raw: '', absence: code });
    }
  }

  putBack(): void {
    if (!this.before) return;
    const before = this.before;
    this.#forget();
    this.#give(before);
  }

  entered(): void {
    this.inside = true;
  }

  left(): void {
    this.inside = false;
    this.typing = false;
    if (this.#unsettled) {
      this.#unsettled = false;
      this.queue.given(this.spot(), { raw: this.raw, absence: this.absence });
    } else {
      this.arrived();
    }
  }

  #give(answer: Answer): void {
    this.raw = answer.raw;
    this.absence = answer.absence;
    this.typing = false;
    this.#unsettled = false;
    this.queue.given(this.spot(), answer);
  }

  #keep(): void {
    this.before = { raw: this.raw, absence: this.absence };
    this.takenBack.keep(this.spot(), this.before);
  }

  #forget(): void {
    if (!this.before) return;
    this.before = null;
    this.takenBack.forget(this.spot());
  }

  #take(): void {
    const { raw, absence } = untrack(this.view);
    this.raw = raw;
    this.absence = absence;
  }
}
