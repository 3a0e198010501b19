// Locks when nobody is there.

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
const WARN_MS = 30_000;

/** Watches for signs of a person. Warns half a minute before the time is up, then says that it is up. */
export class Idle {
  #last: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #warned = false;

  constructor(
    private readonly minutes: number,
    private readonly on: {
      /** A person did something. */
      active: () => void;
      /** So many seconds are left; null means that the warning can go. */
      warn: (seconds: number | null) => void;
      up: () => void;
    },
    private readonly now: () => number = Date.now,
  ) {
    this.#last = now();
  }

  start(): () => void {
    const sign = () => {
      // While the warning shows, only its own button counts, so that a knocked mouse keeps nothing open.
      if (!this.#warned) this.#last = this.now();
      this.on.active();
    };
    for (const kind of SIGNS) window.addEventListener(kind, sign, { passive: true, capture: true });
    this.#timer = setInterval(() => this.#look(), 1000);
    return () => {
      clearInterval(this.#timer);
      for (const kind of SIGNS) window.removeEventListener(kind, sign, { capture: true });
    };
  }

  /** The person wants to go on. */
  stay(): void {
    this.#last = this.now();
    this.#warned = false;
    this.on.warn(null);
  }

  #look(): void {
    const left = this.#last + this.minutes * 60_000 - this.now();
    if (left <= 0) {
      clearInterval(this.#timer);
      this.on.up();
    } else if (left <= WARN_MS) {
      this.#warned = true;
      this.on.warn(Math.ceil(left / 1000));
    }
  }
}
