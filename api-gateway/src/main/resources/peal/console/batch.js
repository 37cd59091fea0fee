import { ask, BATCHES, download, send } from './api.js';
import { callTable } from './calls.js';
import { cancelDialog } from './cancel.js';
import { el, fill, announce } from './dom.js';
import { listen, pause } from './events.js';
import { plan } from './plan.js';
import { plot } from './plot.js';
import { redialDialog } from './redial.js';
import { rowsDialog } from './rows.js';
import { bar, day, ended, moment, number, PARTS, percent, plural, refused, seconds, status, words } from './words.js';

const LARGEST_OVERVIEW = 20_000;

/** One batch, live: where it stands, how it got there, and its calls. */
export async function oneBatch(main, { signal, parts: [id] }) {
  const path = `${BATCHES}/${id}`;
  const seen = { batch: await ask(path, { signal }), points: [], fromStart: false };
  const view = frame(main, path, id, seen, signal);
  view.draw();
  nameOf(id, signal).then((batch) => view.name(batch)).catch(() => {});
  const calls = callTable(path, id, view.calls, signal);
  await calls.look();
  overview(seen, view, path, signal);
  if (!seen.batch.isComplete) {
    // The page is shown; what follows goes on as long as it is.
    follow(path, seen, view, calls, signal);
  }
}

async function follow(path, seen, view, calls, signal) {
  const refresh = throttled(() => calls.look(), 3_000, signal);
  await listen(`${path}/events`, {
    signal,
    last: 'complete',
    on(name, batch) {
      seen.batch = batch;
      seen.points.push(pointOf(batch));
      view.line('');
      view.draw();
      refresh();
      if (name === 'complete') {
        announce(`The batch is ${batch.status}: ${summary(batch.progress)}.`);
        overview(seen, view, path, signal);
        calls.look();
      }
    },
    lost(e, forGood) {
      view.line(forGood ? e.message : 'The line broke; trying again.');
    },
  });
}

function pointOf(batch) {
  const { completed, failed, cancelled } = batch.progress;
  return { at: batch.timestamp, completed, failed, cancelled };
}

function summary(counts) {
  return PARTS.filter((part) => counts[part] > 0).map((part) => `${number(counts[part])} ${part}`).join(', ');
}

/** The name is told by the list only; a batch that is not on its first page goes without. */
async function nameOf(id, signal) {
  const answer = await ask(`${BATCHES}?page=1&limit=100`, { signal });
  return answer.batches.find((batch) => batch.id === id);
}

function frame(main, path, id, seen, signal) {
  const title = el('h1', {}, 'Unnamed batch');
  const state = el('span');
  const actions = el('div', { class: 'actions' });
  const lead = el('p', { class: 'lead' });
  const reason = el('p', { class: 'hint' });
  const origin = el('p', { class: 'hint' });
  const open = el('p', { class: 'hint' });
  const line = el('p', { class: 'hint', role: 'status' });
  const big = el('p', { class: 'big' });
  const track = el('div');
  const parts = el('dl', { class: 'parts' });
  const picture = plot();
  const outcomes = el('div');
  const plans = plan(path, seen, () => view.draw(), signal);
  const calls = el('section', { 'aria-labelledby': 'calls-title' });
  const spoken = throttled(() => announce(`${percent(ended(seen.batch.progress), seen.batch.progress.total)} ended`), 10_000, signal);
  const dialog = cancelDialog(path, seen, signal);
  const again = redialDialog(path, signal);
  const more = rowsDialog(path, signal);
  const answer = el('div', { 'aria-live': 'assertive' });
  const file = (what, title) => el('button', { type: 'button', class: 'quiet', onclick: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    fill(answer);
    try {
      await download(`${path}/${what}`, `${id}-${what}`, signal);
      announce('The file was downloaded.');
    } catch (e) {
      if (!signal.aborted) {
        fill(answer, refused(e, 'The file could not be downloaded.'));
      }
    } finally {
      button.disabled = false;
    }
  } }, title);
  const cancel = el('button', { type: 'button', class: 'danger', onclick: () => dialog.open() }, 'Cancel batch');
  const rows = el('button', { type: 'button', class: 'quiet', onclick: () => more.open() }, 'Add rows');
  const redial = el('button', { type: 'button', class: 'quiet', onclick: () => again.open() }, 'Redial');
  const pause = el('button', { type: 'button', class: 'quiet', onclick: async () => {
    const verb = seen.batch.status === 'paused' ? 'resume' : 'pause';
    pause.disabled = true;
    fill(answer);
    try {
      const said = await ask(`${path}/${verb}`, { method: 'POST', signal });
      announce(said.message);
    } catch (e) {
      if (!signal.aborted) {
        fill(answer, refused(e, verb === 'pause' ? 'The batch was not paused.' : 'The batch was not resumed.'));
      }
    } finally {
      pause.disabled = false;
    }
  } });
  fill(actions, file('results.csv', 'Download CSV'), file('results.jsonl', 'Download JSON lines'),
    file('rejected.csv', 'Left-out rows'), rows, redial, pause, cancel);
  fill(main,
    el('p', { class: 'crumb' }, el('a', { href: '#/' }, '← Batches')),
    el('div', { class: 'title' }, title, state), lead, reason, origin, open, actions, answer, dialog.node, again.node, more.node,
    el('section', { class: 'progress', 'aria-label': 'Progress' }, big, track, parts, line),
    el('div', { class: 'two' },
      el('section', {}, el('h2', {}, 'Over time'), picture.node),
      el('section', {}, el('h2', {}, 'Outcomes'), outcomes)),
    plans.node, calls);
  const view = {
    calls,
    outcomes,
    line(text) {
      if (line.textContent !== text) {
        line.textContent = text;
      }
    },
    name(batch) {
      if (batch?.name) {
        title.textContent = batch.name;
        document.title = `${batch.name} · Peal`;
      }
      if (batch?.createdAt) {
        fill(lead, 'Uploaded ', day(batch.createdAt), el('code', {}, id));
      }
    },
    draw() {
      const { batch } = seen;
      const counts = batch.progress;
      const done = ended(counts);
      fill(state, status(batch.status));
      if (!lead.textContent) {
        fill(lead, el('code', {}, id));
      }
      rows.hidden = !batch.keepOpen;
      fill(open, batch.keepOpen ? 'Kept open: rows can be added until it is closed, and before that it is not complete.' : '');
      const { pausedBy } = batch;
      fill(reason, pausedBy ? ['It paused itself at ', moment(pausedBy.at),
        `: ${percent(pausedBy.failureRate, 1)} of ${plural(pausedBy.calls, 'call')} failed. It goes on when it is resumed.`] : '');
      if (batch.redialOf) {
        fill(origin, 'Rows of ', el('a', { href: `#/batches/${batch.redialOf}` }, el('code', {}, batch.redialOf)), ', dialed again');
      }
      cancel.hidden = batch.isComplete || batch.status === 'cancelled';
      pause.hidden = cancel.hidden;
      redial.hidden = !batch.isComplete || batch.status === 'failed';
      pause.textContent = batch.status === 'paused' ? 'Resume' : 'Pause';
      fill(big, el('strong', {}, number(done)), ` of ${plural(counts.total, 'call')} ended`);
      if (batch.scheduledAt) {
        fill(big, 'Starts ', day(batch.scheduledAt));
      }
      fill(track, bar(counts, `${percent(done, counts.total)} ended: ${summary(counts)}`));
      fill(parts, PARTS.map((part) => el('div', {}, el('dt', {}, el('i', { class: part }), part), el('dd', {}, number(counts[part])))),
        counts.averageCallDuration ? el('div', {}, el('dt', {}, 'average talk'), el('dd', {}, seconds(counts.averageCallDuration))) : null);
      plans.draw();
      picture.draw(points(seen), counts.total);
      if (!batch.isComplete) {
        spoken();
      }
    },
  };
  return view;
}

/** From the first dial on, where it is known; else from when this page was opened. */
function points(seen) {
  const { batch } = seen;
  const start = batch.progress.startTime;
  const all = start ? [{ at: start, completed: 0, failed: 0, cancelled: 0 }, ...seen.points] : seen.points;
  const end = pointOf(batch);
  end.at = batch.isComplete ? Math.max(batch.progress.completedTime ?? 0, all.at(-1)?.at ?? 0) : end.at;
  return start || all.length ? [...all, end] : [];
}

/** Reads a batch that is not too large once through: when each call ended, and how. */
async function overview(seen, view, path, signal) {
  const total = seen.batch.progress.total;
  if (total > LARGEST_OVERVIEW) {
    fill(view.outcomes, el('p', { class: 'empty' },
      `Outcomes are counted here for batches of up to ${number(LARGEST_OVERVIEW)} calls. The download has them all.`));
    return;
  }
  while (!signal.aborted) {
    try {
      const { outcomes, points: found } = await counted(await send(`${path}/results.jsonl`, { signal }));
      seen.points = found;
      drawOutcomes(view.outcomes, outcomes, ended(seen.batch.progress));
      view.draw();
      return await again();
    } catch (e) {
      if (signal.aborted) {
        return;
      }
      fill(view.outcomes, refused(e, 'The outcomes could not be read.'));
      if (e.retryAfter === undefined) {
        return;
      }
      await pause(1_000 * (e.retryAfter || 2), signal);
    }
  }

  /** While it runs, small batches are counted again now and then. */
  async function again() {
    if (!seen.batch.isComplete) {
      await pause(Math.max(5_000, total), signal);
      if (!signal.aborted && !seen.batch.isComplete) {
        return overview(seen, view, path, signal);
      }
    }
    return undefined;
  }
}

async function counted(response) {
  const outcomes = new Map();
  const ends = [];
  for (const line of (await response.text()).split('\n')) {
    if (line === '') {
      continue;
    }
    const call = JSON.parse(line);
    const final = ['completed', 'failed', 'cancelled'].includes(call.status);
    if (final) {
      const outcome = call.outcome ?? call.status;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (call.endTime) {
        ends.push({ at: call.endTime, status: call.status });
      }
    }
  }
  ends.sort((a, b) => a.at - b.at);
  const now = { completed: 0, failed: 0, cancelled: 0 };
  const found = ends.map((end) => {
    now[end.status]++;
    return { at: end.at, ...now };
  });
  return { outcomes, points: found };
}

function drawOutcomes(node, outcomes, endedCalls) {
  const most = Math.max(1, ...outcomes.values());
  fill(node, outcomes.size === 0
    ? el('p', { class: 'empty' }, endedCalls ? 'They are counted every few seconds.' : 'No call has ended yet.')
    : el('table', { class: 'outcomes' }, el('caption', { class: 'unseen' }, 'Calls by outcome'),
      el('tbody', {}, [...outcomes].sort((a, b) => b[1] - a[1]).map(([outcome, count]) => {
        const piece = el('i', { class: outcome === 'successful' ? 'completed' : 'other' });
        piece.style.width = `${(100 * count) / most}%`;
        return el('tr', {}, el('th', { scope: 'row' }, words(outcome)), el('td', {}, number(count)), el('td', { class: 'stroke' }, piece));
      }))));
}

/** At most once in a while, and once more afterwards if it was wanted meanwhile. */
function throttled(work, millis, signal) {
  let resting = false;
  let wanted = false;
  return function run() {
    if (resting) {
      wanted = true;
      return;
    }
    resting = true;
    work();
    pause(millis, signal).then(() => {
      resting = false;
      if (wanted && !signal.aborted) {
        wanted = false;
        run();
      }
    });
  };
}
