// The page is the address after the #: `#/record/<id>/<section>#<field>`. No names and no answers stand in it.

/** The pages, and which part of the address each takes. */
export type Route =
  | { page: 'work' }
  | { page: 'find' }
  | { page: 'import' }
  | { page: 'release' }
  | { page: 'proposal'; proposal: string }
  | { page: 'return'; episode: string }
  | { page: 'child'; child: string }
  | { page: 'record'; record: string }
  | { page: 'section'; record: string; section: string }
  | { page: 'check'; record: string }
  | { page: 'report'; record: string }
  | { page: 'chronology'; child: string }
  | { page: 'with'; record: string }
  | { page: 'copy'; record: string }
  | { page: 'national' }
  | { page: 'figures' }
  | { page: 'unknown' };

export interface Address {
  /** Without the leading `#/` and without the field: `record/<id>/<section>`. */
  path: string;
  route: Route;
  /** DOM id of the field to go to. */
  field: string | null;
}

export function parse(hash: string): Address {
  const [, rest = ''] = /^#\/?(.*)$/s.exec(hash) ?? [];
  const [path = '', field] = rest.split('#', 2);
  return { path, route: routeOf(path), field: field || null };
}

function routeOf(path: string): Route {
  const [first = '', second, third, ...more] = path.split('/');
  if (more.length > 0) return { page: 'unknown' };
  if (first === 'record' && second) {
    return third ? { page: 'section', record: second, section: third } : { page: 'record', record: second };
  }
  if (third !== undefined) return { page: 'unknown' };
  if (second) {
    if (first === 'return') return { page: 'return', episode: second };
    if (first === 'child') return { page: 'child', child: second };
    if (first === 'check') return { page: 'check', record: second };
    if (first === 'report') return { page: 'report', record: second };
    if (first === 'chronology') return { page: 'chronology', child: second };
    if (first === 'with') return { page: 'with', record: second };
    if (first === 'release') return { page: 'proposal', proposal: second };
    if (first === 'copy') return { page: 'copy', record: second };
    return { page: 'unknown' };
  }
  if (first === '') return { page: 'work' };
  switch (first) {
    case 'find':
    case 'import':
    case 'release':
    case 'national':
    case 'figures':
      return { page: first };
  }
  return { page: 'unknown' };
}

/** What a link to a path has as its `href`. */
export function href(path: string): string {
  return `#/${path}`;
}

/**
 * Follows the address bar. A page is left only after `mayLeave` has said so, so that nothing typed is lost,
 * and stays until `prepare` has what the next one needs.
 */
export class Router {
  address = $state.raw<Address>(parse(''));
  /** Set on every arrival, so that a screen can tell a new visit to the same page. */
  visit = $state(0);
  #asked = 0;

  constructor(
    private readonly mayLeave: () => Promise<boolean>,
    private readonly prepare: (route: Route) => Promise<void>,
    private readonly arrived: (address: Address) => void,
  ) {}

  start(): () => void {
    this.address = parse(window.location.hash);
    const follow = () => void this.#follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }

  /** Goes to a path, also when it is the one that shows already. */
  go(path: string): void {
    const to = href(path);
    if (window.location.hash === to || (path === '' && window.location.hash === '')) void this.#follow();
    else window.location.hash = to;
  }

  /** Stands on a path at once, for the first page after unlocking. */
  startAt(path: string): void {
    window.history.replaceState(null, '', href(path));
    this.address = parse(window.location.hash);
  }

  back(): void {
    window.history.back();
  }

  async #follow(): Promise<void> {
    // "#main" and the like are no pages.
    if (window.location.hash !== '' && !window.location.hash.startsWith('#/')) return;
    const mine = ++this.#asked;
    if (!(await this.#left(mine))) return;
    const to = parse(window.location.hash);
    await this.prepare(to.route);
    // Typed while the page before still stood, so it is saved like everything else on it.
    if (!(await this.#left(mine))) return;
    this.address = to;
    this.visit += 1;
    this.arrived(this.address);
  }

  /** Whether the page may be left, and nobody has asked for another one meanwhile. */
  async #left(mine: number): Promise<boolean> {
    const may = await this.mayLeave();
    if (mine !== this.#asked) return false;
    if (!may) window.history.replaceState(null, '', href(this.address.path));
    return may;
  }
}
