// A release of made-up figures, looked at, with the cases that are hard to lay out: a long title, many tables,
// a group that no table shows, a share that is almost all.

import type { Proposal, ReleaseDone, ReleaseForm, ReleasePreview } from '../ipc/types';
import { me } from './samples';

const authority = { code: 'A1', name: 'Example Borough' };

export const proposal: Proposal = {
  id: 'p1',
  product: 'Topic tables',
  authority,
  period: '2025-26',
  receiver: 'London Datastore',
  purpose: 'Why children go missing, and what was done',
  agreement: 'Example agreement of 1 April 2025',
  by: 'Example Supervisor',
  at: '23 November 2026 at 14:32',
  mine: false,
  may_approve: true,
};

export const form: ReleaseForm = {
  authorities: me.authorities,
  periods: ['2026-27', '2025-26'],
  receivers: [
    { code: 'london', label: 'London Datastore' },
    { code: 'borough', label: 'Only us' },
  ],
  products: [
    { product: 'topic_tables', label: 'Topic tables', hint: 'Many small tables, each of one topic.' },
    { product: 'episode_records', label: 'Episode records', hint: 'For who needs rows.' },
  ],
  may_propose: true,
  has_second_person: true,
  waiting: [],
};

export const preview: ReleasePreview = {
  product: proposal.product,
  authority,
  period: proposal.period,
  receiver: proposal.receiver,
  purpose: proposal.purpose,
  agreement: proposal.agreement,
  k: 5,
  holds: true,
  verdict: 'Nobody can be told apart in these tables.',
  statement: null,
  caution: null,
  leaves: ['120 tables of 897 episodes and 285 children.', 'No name, no date and no number of a child.'],
  episodes: 897,
  children: 285,
  tables: Array.from({ length: 120 }, (_, n) => ({
    file: `tables/example-topic-${n + 1}-by-ethnic-group.csv`,
    files: 1,
    title: `An example of a topic, number ${n + 1}, by ethnic group`,
    rows: 897,
    merged: n % 3 ? '' : 'Asian, Black, Mixed and Other are one group',
  })),
  merged: Array.from({ length: 11 }, (_, n) => `In ${n + 2} tables the ages under ${n + 6} are one group.`),
  cost: { answers: 107_640, as_recorded: 102_258, masked: 12 },
  smallest: { children: 5, table: 'How long children were missing, by age', group: 'three days or more, 16 or 17' },
  small_groups: [
    {
      title: 'Ethnic group',
      groups: [
        { label: 'Example group one', children: 2, kept: 0, of: 24, shown_as: 'Other, together with four more' },
        { label: 'Example group two', children: 31, kept: 17, of: 24, shown_as: 'Two and three together' },
        { label: 'Example group three', children: 1252, kept: 24, of: 24, shown_as: '' },
      ],
    },
    { title: 'Sex', groups: [{ label: 'Example answer', children: 120, kept: 24, of: 24, shown_as: '' }] },
  ],
  tests: [
    {
      title: 'Can a child be singled out?',
      words: 'No. Nobody comes closer than five children.',
      findings: [
        {
          title: 'Somebody knows one time that a child went missing',
          found: 'It could be any of at least 5 children.',
          tried: 897,
          fewest: 5,
          holds: true,
        },
      ],
    },
    {
      title: 'Can two tables be linked?',
      words: 'No. Nothing links them.',
      findings: [
        { title: 'Somebody looks at the order of rows', found: 'It tells nothing.', tried: 120, fewest: null, holds: true },
      ],
    },
    {
      title: 'Can something be learned about a child?',
      words: 'No more than about any other child.',
      findings: [
        { title: 'All children of a group share one harm', found: 'No such group.', tried: 1340, fewest: null, holds: true },
      ],
    },
  ],
  measures: [
    { name: 'Prosecutor risk, highest', of: null, value: '0.2000' },
    { name: 'Normalised certainty penalty', of: 'Ethnic group', value: '0.1412' },
  ],
  versions: [{ of: 'Release profile borough, version 1', is: 'a'.repeat(64) }],
  shown: 'b'.repeat(64),
};

/** One that may not go. */
export const stopped: ReleasePreview = {
  ...preview,
  holds: false,
  verdict: 'This cannot go: somebody could be told apart.',
  tests: preview.tests.map((one, n) => ({
    ...one,
    findings: one.findings.map((finding) =>
      n === 0 ? { ...finding, found: 'Once it could be one child alone.', fewest: 1, holds: false } : finding,
    ),
  })),
};

/** Too few children for tables: none that anything could be counted of. */
export const statement: ReleasePreview = {
  ...preview,
  product: 'Statement',
  verdict: 'This release will be a statement: fewer than five children went missing in 2025-26. It may be none.',
  statement: 'Fewer than five children went missing in 2025-26. It may be none.',
  leaves: ['One sentence: “Fewer than five children went missing in 2025-26. It may be none.”', 'No table and no count.'],
  episodes: null,
  children: null,
  tables: [],
  merged: [],
  cost: null,
  smallest: null,
  small_groups: [],
  tests: preview.tests.map((one) => ({ ...one, findings: [] })),
  measures: [],
};

export const done: ReleaseDone = {
  sentence: 'Made for London Datastore: 2 tables of 897 episodes and 285 children.',
  episodes: 897,
  children: 285,
  tables: [
    { file: 'tables/duration.csv', files: 1, title: 'How long children were missing', rows: 897, merged: 'Nothing' },
    { file: 'tables/duration-by-age.csv', files: 1, title: 'How long, by age', rows: 897, merged: 'Ages under 13 are one group' },
  ],
  merged: ['Ages under 13 are one group.'],
  out: '/release',
  report: '/release/risk-report.html',
};
