// GOV.UK Frontend ships, for each component, examples with the HTML that they must give. They are the oracle
// for our markup: every example passes, or it uses an option that is named here with the reason.

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { describe, expect, test } from 'vitest';

import BackLink from '../govuk/BackLink.svelte';
import Button from '../govuk/Button.svelte';
import Checkboxes from '../govuk/Checkboxes.svelte';
import Details from '../govuk/Details.svelte';
import ErrorMessage from '../govuk/ErrorMessage.svelte';
import ErrorSummary from '../govuk/ErrorSummary.svelte';
import Fieldset from '../govuk/Fieldset.svelte';
import GenericHeader from '../govuk/GenericHeader.svelte';
import Hint from '../govuk/Hint.svelte';
import Input from '../govuk/Input.svelte';
import InsetText from '../govuk/InsetText.svelte';
import Label from '../govuk/Label.svelte';
import Radios from '../govuk/Radios.svelte';
import Select from '../govuk/Select.svelte';
import SkipLink from '../govuk/SkipLink.svelte';
import SummaryList from '../govuk/SummaryList.svelte';
import Table from '../govuk/Table.svelte';
import Tag from '../govuk/Tag.svelte';
import TaskList from '../govuk/TaskList.svelte';
import Textarea from '../govuk/Textarea.svelte';
import WarningText from '../govuk/WarningText.svelte';
import { normalised, normalisedHtml } from './normalise';

type Options = Record<string, unknown>;

interface Fixture {
  name: string;
  options: Options;
  html: string;
}

const HTML = 'takes text only: HTML from outside is never put on a page';
const REVEAL = 'shows no further field inside a choice: bigger branches are a page of their own';
const SCRIPT = "is for GOV.UK's own JavaScript, which does not run here";

/** Options that our components do not take, wherever they stand, and why. */
const LEFT_OUT: Array<[RegExp, string]> = [
  [/(^|\.)(html|titleHtml|descriptionHtml|summaryHtml|logoHtml|beforeInput|afterInput|beforeInputs|afterInputs)$/, HTML],
  [/(^|\.)conditional$/, REVEAL],
  [/(^|\.)(preventDoubleClick|disableAutoFocus)$/, SCRIPT],
];

const COMPONENTS: Record<string, { of: unknown; least: number }> = {
  'back-link': { of: BackLink, least: 4 },
  button: { of: Button, least: 20 },
  checkboxes: { of: Checkboxes, least: 20 },
  details: { of: Details, least: 4 },
  'error-message': { of: ErrorMessage, least: 6 },
  'error-summary': { of: ErrorSummary, least: 8 },
  fieldset: { of: Fieldset, least: 8 },
  'generic-header': { of: GenericHeader, least: 4 },
  hint: { of: Hint, least: 4 },
  input: { of: Input, least: 25 },
  'inset-text': { of: InsetText, least: 3 },
  label: { of: Label, least: 10 },
  radios: { of: Radios, least: 20 },
  select: { of: Select, least: 15 },
  'skip-link': { of: SkipLink, least: 5 },
  'summary-list': { of: SummaryList, least: 15 },
  table: { of: Table, least: 15 },
  tag: { of: Tag, least: 10 },
  'task-list': { of: TaskList, least: 5 },
  textarea: { of: Textarea, least: 12 },
  'warning-text': { of: WarningText, least: 5 },
};

function fixturesOf(component: string): Fixture[] {
  const file = path.join('node_modules/govuk-frontend/dist/govuk/components', component, 'fixtures.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { fixtures: Fixture[] }).fixtures;
}

/** Every option that is given, by its path: `items.hint.text`. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => paths(item, at));
  if (value === null || typeof value !== 'object') return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, at ? `${at}.${key}` : key))];
}

function reasonToLeaveOut(options: Options): string | undefined {
  const given = paths(options);
  return LEFT_OUT.find(([option]) => given.some((one) => option.test(one)))?.[1];
}

describe.each(Object.entries(COMPONENTS))('%s', (name, { of, least }) => {
  const all = fixturesOf(name);
  const ours = all.filter((fixture) => reasonToLeaveOut(fixture.options) === undefined);

  test('enough examples are left to judge it by', () => {
    expect(ours.length).toBeGreaterThanOrEqual(least);
  });

  test.each(ours.map((fixture) => [fixture.name, fixture] as const))('prints the markup of "%s"', (_, fixture) => {
    const { container } = render(of as Component<Options>, { props: fixture.options });
    // The library renders into a <div> of its own inside the container.
    expect(normalised(container)).toBe(normalisedHtml(fixture.html));
  });
});
