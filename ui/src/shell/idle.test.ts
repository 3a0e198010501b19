import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Idle } from './idle';

describe('locking when nobody is there', () => {
  const on = { active: vi.fn(), warn: vi.fn(), up: vi.fn() };
  let stop = () => {};

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  function watch() {
    const idle = new Idle(5, on);
    stop = idle.start();
    return idle;
  }

  test('it warns half a minute before and locks when the time is up', () => {
    watch();
    vi.advanceTimersByTime(4.5 * 60_000 - 1000);
    expect(on.warn).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(on.warn).toHaveBeenLastCalledWith(30);
    vi.advanceTimersByTime(29_000);
    expect(on.warn).toHaveBeenLastCalledWith(1);
    expect(on.up).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(on.up).toHaveBeenCalledOnce();
  });

  test('a key begins the time anew', () => {
    watch();
    vi.advanceTimersByTime(4 * 60_000);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    vi.advanceTimersByTime(4 * 60_000);
    expect(on.warn).not.toHaveBeenCalled();
    expect(on.active).toHaveBeenCalledOnce();
  });

  test('while it warns a knocked mouse does not keep it open, and "Stay" does', () => {
    const idle = watch();
    vi.advanceTimersByTime(4.5 * 60_000);
    window.dispatchEvent(new Event('pointermove'));
    vi.advanceTimersByTime(10_000);
    expect(on.warn).toHaveBeenLastCalledWith(20);
    idle.stay();
    expect(on.warn).toHaveBeenLastCalledWith(null);
    vi.advanceTimersByTime(4 * 60_000);
    expect(on.up).not.toHaveBeenCalled();
  });
});
