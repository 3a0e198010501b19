// What a role opens. `app` refuses the rest anyway; this keeps people from walking into a refusal.

import type { Role } from '../ipc/types';
import type { Route } from './router.svelte';

// One value each, since what a page asked for ahead is kept by its route.
const RELEASES: Route = { page: 'release' };
const UNKNOWN: Route = { page: 'unknown' };

/** Whether a role sees releases and figures alone, and no child's record. */
export function releasesOnly(role: Role | undefined): boolean {
  return role === 'governance';
}

/** The page that opens for a role at an address. */
export function routeFor(role: Role | undefined, route: Route): Route {
  if (!releasesOnly(role)) return route;
  switch (route.page) {
    case 'work':
      return RELEASES;
    case 'release':
    case 'proposal':
    case 'figures':
      return route;
    default:
      return UNKNOWN;
  }
}
