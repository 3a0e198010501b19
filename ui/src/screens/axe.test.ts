// axe-core on every screen with its sample values. jsdom lays nothing out, so contrast, focus and
// reflow are judged in the real window.

import { render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';

import App from '../App.svelte';
import { freshWindow, program } from '../test/program';
import * as release from '../test/release';
import * as samples from '../test/samples';

const everything: Parameters<typeof program>[0] = {
  start_state: () => samples.startState('open'),
  my_work: () => samples.work,
  find_children: () => samples.hits,
  return_draft: () => samples.draft,
  child: () => samples.child,
  record: () => samples.record,
  page: () => samples.everyKind,
  check_answers: () => samples.check,
  release_form: () => release.form,
};

async function violations() {
  document.documentElement.lang = 'en-GB';
  const found = await axe.run(document, {
    // Each needs a layout, which jsdom does not have.
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}

describe('axe finds nothing on', () => {
  test.each([
    ['My work', '#/', 'My work'],
    ['Find a child', '#/find', 'Find a child'],
    ['Add a return', '#/return/e9', 'Add a return'],
    ['a child', '#/child/c1', samples.child.name],
    ['a record', '#/record/r1', 'Return conversation'],
    ['a section with every kind of question', '#/record/r1/s1', 'The offer'],
    ['check answers', '#/check/r1', 'Check answers'],
    ['the report form', '#/report/r1', 'Report for the social worker'],
    ['import', '#/import', 'Import missing episodes'],
    ['make a release', '#/release', 'Make a release'],
    ['an address that leads nowhere', '#/elsewhere', 'There is no such page'],
  ])('%s', async (_, hash, heading) => {
    await freshWindow(hash);
    program(everything);
    render(App);
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(heading));
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['first start', 'first', 'Set up Homeward on this laptop'],
    ['unlock', 'locked', 'Homeward is locked'],
  ] as const)('%s', async (_, state, heading) => {
    await freshWindow();
    program({ start_state: () => samples.startState(state) });
    render(App);
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(heading));
    expect(await violations()).toEqual([]);
  });

  test('pages that come after a form', async () => {
    const { default: RecoveryFile } = await import('./RecoveryFile.svelte');
    const { default: ReportShown } = await import('./ReportShown.svelte');
    const { default: ReleaseMade } = await import('./ReleaseMade.svelte');
    const { default: ImportFound } = await import('./ImportFound.svelte');
    const { Job } = await import('../shell/job.svelte');
    program({});
    const inMain = () => document.body.appendChild(document.createElement('main'));
    for (const show of [
      (target: HTMLElement) => render(RecoveryFile, { target, props: { created: samples.created, done: () => {} } }),
      (target: HTMLElement) => render(ReportShown, { target, props: { report: samples.report, windowTitle: 'A report', heading: 'Give it to somebody' } }),
      (target: HTMLElement) => render(ReleaseMade, { target, props: { done: release.done } }),
      (target: HTMLElement) =>
        render(ImportFound, {
          target,
          props: { summary: samples.importSummary, job: new Job(), skipWrong: false, bringIn: () => {}, again: () => {} },
        }),
    ]) {
      const target = inMain();
      const { unmount } = show(target);
      const found = await violations();
      unmount();
      target.remove();
      // A page without its frame has no first-level heading of its own in the import's case.
      expect(found.filter((one) => !one.startsWith('page-has-heading-one'))).toEqual([]);
    }
  });
});
