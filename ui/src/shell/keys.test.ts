import { afterEach, describe, expect, test, vi } from 'vitest';

import { actionFor, undoInField } from './keys';

function pressed(key: string, over: KeyboardEventInit = {}, target: HTMLElement = document.body) {
  let action: ReturnType<typeof actionFor> = null;
  target.addEventListener('keydown', (event) => (action = actionFor(event)), { once: true });
  target.dispatchEvent(new KeyboardEvent('keydown', { key, ...over }));
  return action;
}

describe('the keys of every page', () => {
  test.each([
    ['F9', {}, 'lock'],
    ['l', { ctrlKey: true }, 'lock'],
    ['L', { ctrlKey: true }, 'lock'],
    ['s', { ctrlKey: true }, 'save'],
    ['k', { ctrlKey: true }, 'find'],
    ['Enter', { ctrlKey: true }, 'continue'],
    ['ArrowLeft', { altKey: true }, 'back'],
    ['/', {}, 'find'],
    ['?', {}, 'list'],
    ['a', {}, null],
    ['Enter', {}, null],
    ['1', { altKey: true }, null],
    ['ArrowDown', { altKey: true }, 'nextQuestion'],
    ['ArrowUp', { altKey: true }, 'previousQuestion'],
    ['ArrowDown', {}, null],
  ] as const)('%s %o gives %s', (key, over, action) => {
    expect(pressed(key, over)).toBe(action);
  });

  test('in a field that takes letters a letter is a letter', () => {
    const text = document.createElement('textarea');
    expect(pressed('/', {}, text)).toBeNull();
    expect(pressed('?', {}, text)).toBeNull();
    expect(pressed('F9', {}, text)).toBe('lock');
    expect(pressed('l', { ctrlKey: true }, text)).toBe('lock');
  });

  test('on a radio a letter is free', () => {
    const radio = document.createElement('input');
    radio.type = 'radio';
    expect(pressed('?', {}, radio)).toBe('list');
  });
});

describe('undo in a field', () => {
  const asked = vi.fn((_command: string) => true);
  afterEach(() => asked.mockClear());

  function pressed(target: HTMLElement, init: KeyboardEventInit): boolean {
    let done = false;
    // jsdom has no editing commands.
    document.execCommand = asked;
    target.addEventListener('keydown', (event) => (done = undoInField(event)), { once: true });
    target.dispatchEvent(new KeyboardEvent('keydown', init));
    return done;
  }

  test.each([
    [{ key: 'z', ctrlKey: true }, 'undo'],
    [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'redo'],
    [{ key: 'y', ctrlKey: true }, 'redo'],
  ])('%o asks the web view to %s', (init, command) => {
    expect(pressed(document.createElement('textarea'), init)).toBe(true);
    expect(asked.mock.calls).toEqual([[command]]);
  });

  test('elsewhere and with other keys does nothing', () => {
    const radio = document.createElement('input');
    radio.type = 'radio';
    expect(pressed(radio, { key: 'z', ctrlKey: true })).toBe(false);
    expect(pressed(document.createElement('select'), { key: 'z', ctrlKey: true })).toBe(false);
    expect(pressed(document.createElement('textarea'), { key: 'z' })).toBe(false);
    expect(pressed(document.createElement('textarea'), { key: 'z', ctrlKey: true, altKey: true })).toBe(false);
    expect(asked).not.toHaveBeenCalled();
  });
});
