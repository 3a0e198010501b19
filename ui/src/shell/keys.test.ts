import { describe, expect, test } from 'vitest';

import { actionFor } from './keys';

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
