import { ask, BATCHES, DO_NOT_CALL, download, onceKey, send, WORKSPACE } from './api.js';
import { agentForm, agents } from './agents.js';
import { further, table, verdict, warnings } from './check.js';
import { columnChoice, remembered } from './columns.js';
import { el, field, fill, announce } from './dom.js';
import { forecast } from './forecast.js';
import { retryTable } from './retries.js';
import { number, plural, problems, refused } from './words.js';

const SHOWN = 100;

/** Without a header nothing can be previewed. */
const HEADER = ['missing_phone_number', 'duplicate_header', 'unknown_column'];

/** From a file to a batch: choose, check, see what will be said, start. */
export async function newBatch(main, { signal }) {
  let known = await agents(signal);
  const state = { file: null, report: null, preview: null, key: onceKey(), row: 0, checked: 0, columns: null };

  const input = el('input', { type: 'file', id: 'file', accept: '.csv,.txt,.xlsx,text/csv,text/plain', onchange: () => take(input.files[0]) });
  const drop = el('label', { class: 'drop', for: 'file' });
  const agent = el('select', { id: 'agent', onchange: check });
  const name = el('input', { maxlength: 200 });
  const region = el('input', { size: 4, maxlength: 2, placeholder: 'US', onchange: check, autocapitalize: 'characters' });
  const invalid = el('select', { name: 'onInvalidRows', onchange: drawStart }, option('reject', 'Refuse the file'), option('skip', 'Leave them out'));
  const duplicates = el('select', { onchange: check },
    option('skip', 'Call the first row only'), option('keep', 'Call every row'), option('reject', 'Refuse the file'));
  const missing = el('select', { onchange: check },
    option('refuse', 'Refuse the file'), option('empty', 'Say nothing in their place'));
  const sheet = el('input', { name: 'sheet', maxlength: 100, onchange: check });
  const encoding = el('select', { onchange: check }, option('', 'Find out'),
    ['windows-1252', 'windows-1250', 'windows-1251', 'ISO-8859-1', 'UTF-16LE', 'Shift_JIS', 'GB18030', 'Big5', 'EUC-KR'].map((one) => option(one, one)));
  const choice = columnChoice((chosen) => { state.columns = chosen; check(); });
  const lists = el('select', { multiple: true, size: 3, name: 'doNotCall', onchange: forgetPlan });
  const keepOpen = el('input', { type: 'checkbox', id: 'keep-open' });
  const again = el('select', { onchange: drawRetries },
    option('', 'As the agent has it'), option('same', 'After busy, no answer, voicemail or a carrier’s error'), option('rules', 'By outcome'));
  const attempts = el('input', { type: 'number', min: 1, max: 10, defaultValue: '2' });
  const gap = el('input', { type: 'number', min: 1, max: 43_200, defaultValue: '60' });
  const callbacks = el('div', { class: 'row', hidden: true },
    field('Times at most', attempts), field('Minutes between', gap));
  const retries = retryTable();
  retries.node.hidden = true;
  const now = el('input', { type: 'radio', name: 'when', checked: true, onchange: drawStart });
  const priority = el('input', { type: 'number', min: 1, max: 10, value: 5, size: 3 });
  const pace = el('input', { type: 'number', min: 0.01, max: 10_000, step: 'any' });
  const atOnce = el('input', { type: 'number', min: 1, max: 1_000_000 });
  const ends = el('input', { type: 'datetime-local' });
  const opens = el('input', { type: 'time', onchange: check });
  const closes = el('input', { type: 'time', onchange: check });
  const where = el('select', { onchange: check }, option('recipient', 'Where each number rings'));
  const unknown = el('select', { onchange: check }, option('skip', 'Skip the call'));
  const limit = el('input', { type: 'number', min: 1, max: 100 });
  const limitHours = el('input', { type: 'number', min: 1, max: 720, defaultValue: '24' });
  const rest = el('input', { type: 'number', min: 0, max: 30 });
  const failing = el('input', { type: 'number', min: 5, max: 100 });
  const enough = el('input', { type: 'number', min: 5, max: 1000, defaultValue: '20' });
  const later = el('input', { type: 'radio', name: 'when', onchange: drawStart });
  const at = el('input', { type: 'datetime-local', 'aria-label': 'Date and time of the start', onchange: drawStart });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  where.append(option(zone, `All in ${zone}`));
  unknown.append(option(zone, `As in ${zone}`));
  const checkAnswer = el('div', { 'aria-live': 'polite' });
  const said = el('div');
  const startAnswer = el('div', { 'aria-live': 'assertive' });
  const planned = el('div', { 'aria-live': 'polite' });
  const plan = el('button', { type: 'button', class: 'quiet', onclick: foresee }, 'Plan');
  let plans = 0;
  const start = el('button', { type: 'button', class: 'main', onclick: begin });

  for (const kind of ['dragenter', 'dragover']) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add('over'); });
  }
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    if (event.dataTransfer.files.length > 0) {
      take(event.dataTransfer.files[0]);
    }
  });

  const makeAgent = el('details', {}, el('summary', {}, 'Make a new agent'));
  makeAgent.addEventListener('toggle', async () => {
    if (makeAgent.open && makeAgent.children.length === 1) {
      try {
        makeAgent.append(agentForm(await ask(WORKSPACE, { signal }), async (made) => {
          known = await agents(signal);
          drawAgents(made._id);
          makeAgent.open = false;
          check();
        }));
      } catch (e) {
        makeAgent.append(refused(e, 'The form could not be shown.'));
      }
    }
  });

  const template = el('button', { type: 'button', class: 'link', onclick: () => {
    const ofAgent = agent.value ? `?agentId=${encodeURIComponent(agent.value)}` : '';
    download(`${BATCHES}/template${ofAgent}`, 'batch-calls-template.csv', signal)
      .catch((e) => fill(checkAnswer, refused(e, 'The template could not be downloaded.')));
  } }, 'template');

  const when = el('div', { oninput: forgetPlan });
  fill(main, el('h1', {}, 'New batch'),
    step(1, 'The file', input, drop, el('p', { class: 'hint' },
      'A CSV file or an Excel workbook with a column of phone numbers; every other column can be spoken of. There is a ', template, '.')),
    step(2, 'Who calls', field('Agent', agent), makeAgent),
    step(3, 'What is in it', checkAnswer, said),
    step(4, 'When', when, planned, startAnswer, el('p', {}, plan, ' ', start)));
  fill(when,
      el('div', { class: 'choice' }, el('label', {}, now, ' Now'), el('label', {}, later, ' At'), at, el('span', { class: 'hint' }, zone)),
      field('Name', name, 'Optional; for the list of batches.'),
      el('details', {}, el('summary', {}, 'Options'),
        field('Rows that cannot be called', invalid),
        field('Numbers that come twice', duplicates),
        field('Placeholders that nothing fills', missing),
        field('Sheet of a workbook', sheet, 'Without a name the first one.'),
        field('Encoding of a CSV file', encoding),
        field('Priority', priority, '1 to 10: a batch of 10 is dialed twice as often as one of 5.'),
        field('Calls per second', pace, 'Of this batch; empty: as many as the workspace may.'),
        field('Calls at once', atOnce, 'Of this batch; empty: as many as the workspace may.'),
        field('Do-not-call lists that count', lists, 'None chosen: all of the workspace. opt-out counts in any case.'),
        field('Ends', ends, 'Rows that are left then are skipped. Empty: 90 days after the start.'),
        el('div', { class: 'row' },
          field('Call from', opens), field('until', closes),
          field('by the clock', where), field('Time zone unknown', unknown)),
        el('div', { class: 'row' },
          field('Calls to a number, at most', limit), field('in hours', limitHours), field('Days of rest after a conversation', rest),
          field('Pause when so many % of calls fail', failing), field('of at least so many calls', enough)),
        field('Country of national numbers', region, 'Two letters, such as US. Without it numbers must begin with +.'),
        field('Call again', again), callbacks, retries.node,
        el('div', { class: 'field' }, el('label', { for: keepOpen.id }, keepOpen, ' Keep open: rows can be added until the batch is closed'))));
  drawFile();
  drawLists();
  drawAgents();
  drawCheck();
  drawStart();

  function take(file) {
    if (!file) {
      return;
    }
    state.file = file;
    state.columns = null;
    state.row = 0;
    state.key = onceKey();
    drawFile();
    check();
  }

  async function drawLists() {
    try {
      const known = await ask(DO_NOT_CALL, { signal });
      fill(lists, known.lists.filter((one) => one.list !== 'opt-out').map((one) => option(one.list, `${one.list} (${number(one.numbers)})`)));
    } catch {
      // All count, as if nobody had chosen.
    }
  }

  function drawFile() {
    fill(drop, state.file
      ? [el('strong', {}, state.file.name), el('span', {}, `${number(Math.ceil(state.file.size / 1_024))} KB. Choose or drop another to replace it.`)]
      : [el('strong', {}, 'Drop a CSV file or a workbook here'), el('span', {}, 'or choose one')]);
  }

  function drawAgents(chosen = agent.value) {
    fill(agent, known.map((one) => el('option', { value: one._id }, one.name)));
    if (!known.length) {
      fill(agent, option('', 'No agent yet: make one below'));
      makeAgent.open = true;
    }
    if (known.some((one) => one._id === chosen)) {
      agent.value = chosen;
    }
  }

  function form(fields) {
    const data = new FormData();
    for (const [field_, value] of Object.entries(fields)) {
      if (value !== '' && value !== null && value !== undefined) {
        data.append(field_, value);
      }
    }
    data.append('file', state.file, state.file.name);
    return data;
  }

  /** How the file is to be read, the same for a check and a start. */
  function reading() {
    return {
      columns: Object.keys(state.columns ?? {}).length ? JSON.stringify(state.columns) : '',
      sheet: sheet.value.trim(),
      encoding: encoding.value,
    };
  }

  /** What a check is told of the rest, so that it says what a start would say. */
  function judging() {
    return {
      defaultRegion: region.value.trim().toUpperCase(),
      onDuplicates: duplicates.value,
      agentId: agent.value,
      missingVariables: missing.value,
    };
  }

  async function check() {
    if (!state.file) {
      return;
    }
    const mine = ++state.checked;
    state.report = null;
    state.preview = null;
    fill(checkAnswer, el('p', { class: 'busy' }, 'The file is being checked …'));
    fill(said);
    drawStart();
    const rules = { ...reading(), ...judging() };
    try {
      const report = await ask(`${BATCHES}/validate`, { method: 'POST', form: form(rules), signal });
      if (mine === state.checked && state.columns === null) {
        state.columns = remembered(report.columns) ?? {};
        if (Object.keys(state.columns).length) {
          return check();
        }
      }
      const preview = report.errors.some((error) => HEADER.includes(error.code)) ? null : await ask(`${BATCHES}/preview`,
        { method: 'POST', form: form({ ...rules, limit: SHOWN }), signal });
      if (mine !== state.checked) {
        return;
      }
      state.report = report;
      state.preview = preview;
      drawCheck();
      choice.draw(report, state.columns);
      announce(report.valid ? 'The file is in order.' : `${plural(report.invalidRows, 'row')} cannot be called.`);
    } catch (e) {
      if (mine === state.checked && !signal.aborted) {
        fill(checkAnswer, refused(e, 'The file cannot be used.'));
      }
    }
    drawStart();
    return undefined;
  }

  function drawCheck() {
    const { report, preview } = state;
    if (!report) {
      fill(checkAnswer, el('p', { class: 'empty' }, 'Choose a file, and its rows are checked here. Nobody is called yet.'));
      return;
    }
    fill(checkAnswer, verdict(report), choice.node,
      el('dl', { class: 'parts four' }, [['rows', report.totalRows], ['can be called', report.validRows],
        ['cannot', report.invalidRows], ['duplicates', report.duplicateRows]].map(([title, count]) =>
        el('div', {}, el('dt', {}, title), el('dd', {}, number(count))))),
      preview ? table(report, preview) : null, further(report, preview), warnings(report), leftOut(report));
    drawSaid();
  }

  function leftOut(report) {
    const unread = report.errors.some((error) => HEADER.includes(error.code));
    return unread || report.invalidRows + report.duplicateRows === 0 ? null : el('p', {}, el('button', { type: 'button', class: 'link', onclick: () => {
      const rules = { ...reading(), ...judging() };
      download(`${BATCHES}/validate/rejected.csv`, 'rejected.csv', signal, { method: 'POST', form: form(rules) })
        .catch((e) => fill(startAnswer, refused(e, 'The rows could not be downloaded.')));
    } }, 'Download the rows that are left out, with the reasons'));
  }

  function drawSaid() {
    const rows = (state.preview?.rows ?? []).filter((row) => row.errors.length === 0 && row.prompt);
    if (!rows.length) {
      fill(said);
      return;
    }
    state.row = Math.min(state.row, rows.length - 1);
    const row = rows[state.row];
    const unknown = state.preview.errors.filter((error) => error.code === 'unfilled_placeholder');
    const to = (title, step_) => el('button', { type: 'button', class: 'quiet', disabled: !rows[state.row + step_],
      onclick: () => { state.row += step_; drawSaid(); } }, title);
    fill(said, el('div', { class: 'tools' }, el('h3', {}, `What row ${number(row.row)} will hear`),
      el('span', { class: 'pager' }, to('Previous', -1), to('Next', 1))),
      el('div', { class: 'said', 'aria-live': 'polite' },
        row.welcomeMessage ? el('p', { class: 'welcome' }, `“${row.welcomeMessage}”`) : null,
        el('p', { class: 'prompt' }, row.prompt),
        unknown.length ? problems(unknown) : null));
  }

  function drawStart() {
    const { report } = state;
    at.disabled = !later.checked;
    const calls = report ? report.validRows - (duplicates.value === 'keep' ? 0 : report.duplicateRows) : 0;
    const whole = report && report.errors.every((error) => error.row);
    const usable = report && (report.valid || invalid.value === 'skip' && whole) && calls > 0;
    const ready = usable && agent.value && (now.checked || at.value);
    start.disabled = !ready;
    forgetPlan();
    start.textContent = later.checked ? 'Schedule the calls' : 'Start the calls';
    if (usable) {
      start.textContent = `${later.checked ? 'Schedule' : 'Start'} ${plural(calls, 'call')}`;
    }
  }

  /** Neither or both of the times, else the API says what is missing. */
  function hours() {
    return opens.value || closes.value
      ? {
        callTimeWindow: JSON.stringify({ windows: [{ start: opens.value, end: closes.value }], timezone: where.value }),
        unknownTimezone: unknown.value,
      }
      : {};
  }

  /** Over all batches; the API takes more than one. */
  function limits() {
    return limit.value ? JSON.stringify([{ max: Number(limit.value), hours: Number(limitHours.value) }]) : '';
  }

  /** Of the last two minutes; the API takes other windows. */
  function stopWhen() {
    return failing.value ? JSON.stringify({ failureRate: Number(failing.value) / 100, minCalls: Number(enough.value || 20) }) : '';
  }

  function drawRetries() {
    callbacks.hidden = again.value !== 'same';
    retries.node.hidden = again.value !== 'rules';
    forgetPlan();
  }

  function forgetPlan() {
    plans++;
    fill(planned);
    plan.disabled = start.disabled;
  }

  /** What a start is told, and a plan. */
  function fields() {
    const config = again.value === 'same'
      ? JSON.stringify({ enabled: true, maxAttempts: Number(attempts.value), gaps: [{ days: 0, hours: Number(gap.value) / 60 }] })
      : '';
    return {
      agentId: agent.value,
      name: name.value.trim(),
      onInvalidRows: invalid.value,
      onDuplicates: duplicates.value,
      ...reading(),
      missingVariables: missing.value,
      defaultRegion: region.value.trim().toUpperCase(),
      priority: priority.value,
      callsPerSecond: pace.value,
      endAt: ends.value ? new Date(ends.value).toISOString() : '',
      maxConcurrency: atOnce.value,
      scheduledAt: later.checked ? new Date(at.value).toISOString() : '',
      smartCallbackConfig: config,
      retryRules: again.value === 'rules' ? JSON.stringify(retries.rules()) : '',
      keepOpen: keepOpen.checked ? 'true' : '',
      callLimits: limits(),
      afterConversationDays: rest.value,
      stopWhen: stopWhen(),
      doNotCall: lists.selectedOptions.length ? JSON.stringify({ lists: [...lists.selectedOptions].map((one) => one.value) }) : '',
      ...hours(),
    };
  }

  /** What a start would come to; nobody is called. What is changed meanwhile makes it another's. */
  async function foresee() {
    const mine = ++plans;
    plan.disabled = true;
    fill(planned, el('p', { class: 'busy' }, 'The calls are being planned …'));
    try {
      const said = await ask(`${BATCHES}/plan`, { method: 'POST', form: form(fields()), signal });
      if (mine === plans) {
        fill(planned, forecast(said));
        announce('The plan is there.');
      }
    } catch (e) {
      if (!signal.aborted && mine === plans) {
        fill(planned, refused(e, 'The calls could not be planned.'));
      }
    } finally {
      if (mine === plans) {
        plan.disabled = start.disabled;
      }
    }
  }

  async function begin() {
    start.disabled = true;
    fill(startAnswer, el('p', { class: 'busy' }, 'The batch is being started …'));
    try {
      const response = await send(BATCHES, {
        method: 'POST',
        signal,
        more: { 'Idempotency-Key': state.key },
        form: form(fields()),
      });
      const started = await response.json();
      location.hash = `#/batches/${started.batchId}`;
    } catch (e) {
      if (!signal.aborted) {
        if (e.status && e.status < 500) {
          // Refused: what comes next is another request. After anything else it is the same one.
          state.key = onceKey();
        }
        fill(startAnswer, refused(e, 'The batch was not started.'));
        drawStart();
      }
    }
  }
}

function option(value, text) {
  return el('option', { value }, text);
}

function step(count, title, ...content) {
  return el('section', { class: 'step', 'aria-labelledby': `step-${count}` },
    el('h2', { id: `step-${count}` }, el('span', { class: 'ordinal', 'aria-hidden': 'true' }, String(count)), title), ...content);
}
