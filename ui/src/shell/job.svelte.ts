// A long job of the program: how far it is, and a way to stop it.

import { call } from '../ipc/commands';
import type { Progress } from '../ipc/types';

const LOOK_MS = 300;

export class Job {
  under_way = $state(false);
  progress = $state.raw<Progress | null>(null);
  stopping = $state(false);

  /** Runs the work and follows its progress meanwhile. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.under_way = true;
    this.stopping = false;
    this.progress = null;
    const timer = setInterval(() => void this.#look(), LOOK_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.under_way = false;
      this.progress = null;
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    // If the job is over already there is nothing to stop.
    await call('cancel').catch(() => null);
  }

  async #look(): Promise<void> {
    const progress = await call('progress').catch(() => null);
    if (this.under_way) this.progress = progress;
  }
}
