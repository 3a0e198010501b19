// Something that a button does: once at a time, and with why it was not done.

import { asCallError, type CallError } from '../ipc/commands';
import { session } from './session.svelte';

export class Act {
  under_way = $state(false);
  /** Why it was not done. */
  refused = $state<string | null>(null);

  /** Does it, unless it is being done already. `done` is for what comes of it and is not called otherwise. */
  async do<T>(work: () => Promise<T>, done?: (result: T) => unknown): Promise<void> {
    if (this.under_way) return;
    this.under_way = true;
    this.refused = null;
    let result: T;
    try {
      result = await work();
    } catch (thrown) {
      this.hear(session.heard(asCallError(thrown)));
      return;
    } finally {
      this.under_way = false;
    }
    await done?.(result);
  }

  protected hear(error: CallError): void {
    this.refused = error.message;
  }
}
