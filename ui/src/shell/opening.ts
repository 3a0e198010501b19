// What a page asks the program for before it can be shown. It is asked while the page before still
// stands, so that nobody sees an empty page for the blink of an eye, and nothing is painted twice.

import { call } from '../ipc/commands';
import type { Route } from './router.svelte';

type RouteOf<P extends Route['page']> = Extract<Route, { page: P }>;

const LOADS = {
  work: () => call('my_work'),
  release: () => call('release_form'),
  figures: () => call('figures_form'),
  national: () => call('national_form'),
  return: ({ episode }: RouteOf<'return'>) => call('return_draft', episode),
  child: ({ child }: RouteOf<'child'>) => call('child', child),
  record: ({ record }: RouteOf<'record'>) => call('record', record),
  section: ({ record, section }: RouteOf<'section'>) => call('page', { record, section }),
  check: ({ record }: RouteOf<'check'>) => call('check_answers', record),
  chronology: ({ child }: RouteOf<'chronology'>) => call('chronology', child),
  with: ({ record }: RouteOf<'with'>) => call('with_you', record),
  copy: ({ record }: RouteOf<'copy'>) => call('child_copy_form', record),
};

type Loads = typeof LOADS;
/** A page that asks the program for something. */
export type LoadedRoute = RouteOf<keyof Loads>;
/** What it gets. */
export type Loaded<R extends LoadedRoute> = Awaited<ReturnType<Loads[R['page']]>>;

/** How long the page before stays at most, in milliseconds. After it "Opening…" is said. */
const PATIENCE_MS = 150;

const ahead = new WeakMap<Route, Promise<unknown>>();

function ask(route: Route): Promise<unknown> | null {
  const load = (LOADS as Partial<Record<Route['page'], (route: Route) => Promise<unknown>>>)[route.page];
  return load ? load(route) : null;
}

/** Asks for what a page needs. Comes back once it is there or could not be had, or when it takes long. */
export async function openAhead(route: Route): Promise<void> {
  const asked = ask(route);
  if (!asked) return;
  ahead.set(route, asked);
  // A fault is for the page to say. It may never be shown, when somebody has gone on meanwhile.
  const settled = asked.then(
    () => {},
    () => {},
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([settled, new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)))]);
  clearTimeout(timer);
}

/** What was asked for ahead, once; a second try asks again. */
export function opened<R extends LoadedRoute>(route: R): Promise<Loaded<R>> {
  const asked = ahead.get(route) ?? ask(route);
  ahead.delete(route);
  return asked as Promise<Loaded<R>>;
}
