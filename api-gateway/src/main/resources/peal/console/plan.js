import { ask } from './api.js';
import { el, field, fill, announce } from './dom.js';
import { saidRules } from './retries.js';
import { day, moment, number, plural, refused } from './words.js';

/** How a batch is dialed: what holds, a form to change it, and who changed it when. */
export function plan(path, seen, redraw, signal) {
  const values = el('dl', { class: 'parts' });
  const list = el('ol', { class: 'revisions', reversed: true });
  const history = el('details', { ontoggle: () => history.open && look() }, el('summary', {}, 'Revisions'), list);
  const dialog = form(path, seen, redraw, signal);
  const edit = el('button', { type: 'button', class: 'quiet', onclick: () => dialog.open() }, 'Change');
  const node = el('section', { 'aria-labelledby': 'plan-title', hidden: true },
    el('div', { class: 'tools' }, el('h2', { id: 'plan-title' }, 'Plan'), edit), values, history, dialog.node);
  let drawn = 0;

  async function look() {
    try {
      const { revisions } = await ask(`${path}/revisions`, { signal });
      fill(list, revisions.map((revision) => el('li', { value: revision.revision },
        moment(revision.at), ' ', revision.by ? el('code', {}, revision.by) : 'start', ': ',
        said(revision.plan).map(([name, value], i) => [i ? ', ' : '', name, ' ', value]))));
    } catch (e) {
      if (!signal.aborted) {
        fill(list, refused(e, 'The revisions could not be read.'));
      }
    }
  }

  return {
    node,
    draw() {
      const { batch } = seen;
      node.hidden = !batch.plan;
      edit.hidden = batch.isComplete || batch.status === 'cancelled';
      if (batch.plan && drawn !== batch.revision) {
        drawn = batch.revision;
        fill(values, said(batch.plan).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
        if (history.open) {
          look();
        }
      }
    },
  };
}

/** A plan in words; what it does not say is the workspace's. */
function said(plan) {
  const { callsPerSecond, maxConcurrency, priority, scheduledAt, endAt, smartCallbackConfig: again, retryRules, doNotCall, stopWhen } = plan;
  return [
    ['calls per second', callsPerSecond === undefined ? 'as the workspace' : number(callsPerSecond)],
    ['calls at once', maxConcurrency === undefined ? 'as the workspace' : number(maxConcurrency)],
    ['priority', number(priority)],
    ['starts', scheduledAt === undefined ? 'at once' : day(scheduledAt)],
    ...(endAt === undefined ? [] : [['ends', day(endAt)]]),
    ...(doNotCall === undefined ? [] : [['do-not-call lists', ['opt-out', ...doNotCall.lists].join(', ')]]),
    ...(stopWhen === undefined ? [] : [['pauses itself',
      `when ${number(percentOf(stopWhen))} % of ${number(stopWhen.minCalls)} calls or more fail within ${number(stopWhen.windowSeconds)} s`]]),
    ['called again', retryRules ? saidRules(retryRules) : again.enabled ? `at most ${plural(again.maxAttempts, 'time')}` : 'never'],
  ];
}

function form(path, seen, redraw, signal) {
  const answer = el('div', { 'aria-live': 'assertive' });
  const pace = el('input', { type: 'number', min: 0.01, max: 10_000, step: 'any' });
  const calls = el('input', { type: 'number', min: 1, max: 1_000_000 });
  const priority = el('input', { type: 'number', min: 1, max: 10, required: true });
  const starts = el('input', { type: 'datetime-local' });
  const start = field('Starts', starts, 'Empty: at once. It can be changed until it has begun.');
  const ends = el('input', { type: 'datetime-local' });
  const attempts = el('input', { type: 'number', min: 0, max: 10, required: true });
  const gap = el('input', { type: 'number', min: 1, max: 43_200 });
  const failing = el('input', { type: 'number', min: 5, max: 100, step: 'any' });
  const enough = el('input', { type: 'number', min: 5, max: 1_000 });
  const again = el('div', {}, field('Times to call again', attempts, '0 for never; for calls that end from now on.'),
    field('Minutes between', gap, 'Empty: as it is.'));
  const save = el('button', { type: 'submit', class: 'main' }, 'Change the batch');
  let before = null;
  const node = el('dialog', { 'aria-labelledby': 'change-title' },
    el('form', { method: 'dialog', onsubmit: change },
      el('h2', { id: 'change-title' }, 'Change this batch'),
      field('Calls per second', pace, 'Empty: as many as the workspace may.'),
      field('Calls at once', calls, 'Empty: as many as the workspace may.'),
      field('Priority', priority, '1 to 10: a batch of 10 is dialed twice as often as one of 5.'),
      start, field('Ends', ends, 'Rows that are left then are skipped. Empty: 90 days after the start.'),
      again,
      field('Pause when so many % of calls fail', failing, 'Empty: never.'), field('of at least so many calls', enough, 'Empty: 20.'), answer,
      el('div', { class: 'actions' },
        el('button', { type: 'button', class: 'quiet', onclick: () => node.close() }, 'Leave it'), save)));

  /** Only what differs from what the form showed: somebody else may have changed the rest. */
  function changes() {
    const now = { callsPerSecond: value(pace), maxConcurrency: value(calls), priority: value(priority) };
    if (!start.hidden && starts.value !== local(before.plan.scheduledAt)) {
      now.scheduledAt = starts.value ? new Date(starts.value).toISOString() : null;
    }
    if (ends.value !== local(before.plan.endAt)) {
      now.endAt = ends.value ? new Date(ends.value).toISOString() : null;
    }
    const shared = before.plan.smartCallbackConfig;
    // Rules of single outcomes are changed by the API alone: this form would make one of them all.
    if (shared && (value(attempts) !== (shared.enabled ? shared.maxAttempts : 0) || gap.value !== '')) {
      now.smartCallbackConfig = value(attempts) === 0 ? { enabled: false } : {
        enabled: true,
        maxAttempts: value(attempts),
        gaps: gap.value === '' && shared.enabled ? shared.gaps : [{ days: 0, hours: (value(gap) ?? 60) / 60 }],
      };
    }
    const rule = before.plan.stopWhen;
    if (value(failing) !== percentOf(rule) || value(failing) !== null && (value(enough) ?? 20) !== (rule?.minCalls ?? 20)) {
      now.stopWhen = value(failing) === null ? null
        : { failureRate: value(failing) / 100, minCalls: value(enough) ?? 20, windowSeconds: rule?.windowSeconds ?? 120 };
    }
    return Object.fromEntries(Object.entries(now).filter(([name, is]) => is !== (before.plan[name] ?? null)));
  }

  async function change(event) {
    event.preventDefault();
    save.disabled = true;
    fill(answer);
    try {
      const said = await ask(path, { method: 'PATCH', json: changes(), more: { 'If-Match': `"${before.revision}"` }, signal });
      seen.batch = await ask(path, { signal });
      redraw();
      node.close();
      announce(said.changed.length ? `The batch is at revision ${said.revision}.` : 'Nothing is different.');
    } catch (e) {
      if (!signal.aborted) {
        fill(answer, refused(e, 'The batch was not changed.'));
      }
    } finally {
      save.disabled = false;
    }
  }

  return {
    node,
    open() {
      before = { revision: seen.batch.revision, plan: seen.batch.plan };
      pace.value = before.plan.callsPerSecond ?? '';
      calls.value = before.plan.maxConcurrency ?? '';
      priority.value = before.plan.priority;
      attempts.value = before.plan.smartCallbackConfig?.maxAttempts ?? 0;
      again.hidden = !before.plan.smartCallbackConfig;
      gap.value = '';
      failing.value = percentOf(before.plan.stopWhen) ?? '';
      enough.value = before.plan.stopWhen?.minCalls ?? 20;
      ends.value = local(before.plan.endAt);
      starts.value = local(before.plan.scheduledAt);
      start.hidden = !(before.plan.scheduledAt > Date.now());
      fill(answer);
      node.showModal();
    },
  };
}

/** Without what a double adds; null for no rule. */
function percentOf(rule) {
  return rule ? Math.round(100_000_000 * rule.failureRate) / 1_000_000 : null;
}

/** As a field for a date and time writes it; empty for none. */
function local(millis) {
  const offset = new Date(millis ?? 0).getTimezoneOffset() * 60_000;
  return millis === undefined ? '' : new Date(millis - offset).toISOString().slice(0, 16);
}

function value(input) {
  return input.value === '' ? null : Number(input.value);
}
