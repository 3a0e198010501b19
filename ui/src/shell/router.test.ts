import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { parse, Router } from './router.svelte';

const atOnce = () => Promise.resolve();

describe('addresses', () => {
  test.each([
    ['', { page: 'work' }],
    ['#/', { page: 'work' }],
    ['#/find', { page: 'find' }],
    ['#/import', { page: 'import' }],
    ['#/release', { page: 'release' }],
    ['#/release/p1', { page: 'proposal', proposal: 'p1' }],
    ['#/return/e1', { page: 'return', episode: 'e1' }],
    ['#/child/c1', { page: 'child', child: 'c1' }],
    ['#/record/r1', { page: 'record', record: 'r1' }],
    ['#/record/r1/s1', { page: 'section', record: 'r1', section: 's1' }],
    ['#/check/r1', { page: 'check', record: 'r1' }],
    ['#/report/r1', { page: 'report', record: 'r1' }],
    ['#/record', { page: 'unknown' }],
    ['#/child/c1/more', { page: 'unknown' }],
    ['#/record/r1/s1/more', { page: 'unknown' }],
    ['#/elsewhere', { page: 'unknown' }],
  ])('%s is a page', (hash, route) => {
    expect(parse(hash).route).toEqual(route);
  });

  test('a field after a second # is the place on the page and no part of the path', () => {
    const { path, field } = parse('#/record/r1/s1#q-colour');
    expect(path).toBe('record/r1/s1');
    expect(field).toBe('q-colour');
  });
});

describe('going from page to page', () => {
  let stop = () => {};
  beforeEach(() => window.history.replaceState(null, '', '#/'));
  afterEach(() => stop());

  test('a page opens after what was typed on the one before is saved', async () => {
    let save: (saved: boolean) => void = () => {};
    const router = new Router(() => new Promise((resolve) => (save = resolve)), atOnce, vi.fn());
    stop = router.start();
    router.go('child/c1');
    await vi.waitFor(() => expect(window.location.hash).toBe('#/child/c1'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(router.address.route.page).toBe('work');
    await vi.waitFor(() => {
      save(true);
      expect(router.address.route.page).toBe('child');
    });
  });

  test('a page whose text cannot be saved stays, and so does its address', async () => {
    const router = new Router(() => Promise.resolve(false), atOnce, vi.fn());
    stop = router.start();
    router.go('child/c1');
    await vi.waitFor(() => expect(window.location.hash).toBe('#/'));
    expect(router.address.route.page).toBe('work');
  });

  test('of two pages asked for in a row the second one opens', async () => {
    const router = new Router(() => Promise.resolve(true), atOnce, vi.fn());
    stop = router.start();
    router.go('find');
    router.go('import');
    await vi.waitFor(() => expect(router.address.route.page).toBe('import'));
  });

  test('the page before stays until the next one has what it needs', async () => {
    let ready: () => void = () => {};
    const router = new Router(() => Promise.resolve(true), () => new Promise((resolve) => (ready = resolve)), vi.fn());
    stop = router.start();
    router.go('child/c1');
    await vi.waitFor(() => expect(window.location.hash).toBe('#/child/c1'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(router.address.route.page).toBe('work');
    ready();
    await vi.waitFor(() => expect(router.address.route.page).toBe('child'));
  });

  test('what is typed while the next page is got ready is saved before the page is left', async () => {
    let asked = 0;
    const router = new Router(() => Promise.resolve(++asked < 2), atOnce, vi.fn());
    stop = router.start();
    router.go('child/c1');
    await vi.waitFor(() => expect(asked).toBe(2));
    await vi.waitFor(() => expect(window.location.hash).toBe('#/'));
    expect(router.address.route.page).toBe('work');
  });
});
